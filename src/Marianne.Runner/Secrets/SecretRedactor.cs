using System.Diagnostics.CodeAnalysis;
using System.Text;
using Marianne.Instruments;
using Marianne.Scores;

namespace Marianne.Secrets;

/// <summary>
/// Replaces the values of secrets with <c>***</c>, in all forms of <see cref="SecretForms"/>. A text must be redacted before
/// it is cut: what is cut already is redacted at its ends, too.
/// </summary>
internal sealed class SecretRedactor
{
    /// <summary>The text that replaces a secret.</summary>
    public const string Mask = "***";

    /// <summary>So many characters of a secret reveal nothing, so a cut text may begin or end with them.</summary>
    private const int Harmless = 2;

    /// <summary>Another program may have shortened a word that is no secret, such as "Waiting...".</summary>
    private const int HarmlessAtEllipsis = 4;

    /// <summary>A line that is not cut may begin or end with so many characters of a secret: they are often no secret.</summary>
    private const int HarmlessInLine = 7;

    /// <summary>
    /// The longest escape sequence of one character, of which a part can be left at a cut: four bytes that are escaped for a
    /// URL twice.
    /// </summary>
    private const int LongestSequence = 20;

    /// <summary>A longer text is searched piece by piece, because its canonical form needs five times its memory.</summary>
    private const int PieceLength = 512 * 1024;

    /// <summary>The number of characters that show whether a text may begin or end within a secret.</summary>
    private const int Glance = 128;

    private static readonly string[] Ellipses = ["...", "\u2026"];

    private readonly SecretSearch _search;
    private readonly bool _isEmpty;
    private readonly int _longest;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="values">The values of the secrets; <c>null</c> and empty values are ignored.</param>
    public SecretRedactor(IEnumerable<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);

        string[] secrets = [.. values.OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
        _search = new SecretSearch(secrets);
        _isEmpty = secrets.Length == 0;
        _longest = (_search.LongestPattern + 1) * LongestSequence;
    }

    /// <summary>Indicates whether there are no secrets, so that no text changes.</summary>
    public bool IsEmpty => _isEmpty;

    /// <summary>A redactor without secrets.</summary>
    public static SecretRedactor None { get; } = new([]);

    /// <summary>Creates the redactor of a score.</summary>
    /// <param name="score">The score, which names the variables whose values are secrets.</param>
    /// <param name="variable">Returns the value of an environment variable of the runner.</param>
    /// <param name="own">Returns the user's own profiles of instruments, whose environments may contain secrets.</param>
    public static SecretRedactor Of(
        Score score, Func<string, string?> variable, Func<IReadOnlyDictionary<string, InstrumentOptions>> own)
    {
        ArgumentNullException.ThrowIfNull(score);
        return new SecretRedactor(new SecretValues(score, variable, own).All);
    }

    /// <summary>Redacts a text.</summary>
    /// <param name="text">The text.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text) => text is null || _isEmpty ? text : Replace(text, SpansIn(text));

    /// <summary>Redacts one or more lines of an output. A secret that is longer may begin or end in other lines.</summary>
    /// <param name="line">The lines.</param>
    public string RedactLine(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (_isEmpty)
            return line;

        List<TextSpan> spans = SpansIn(line);
        AddBeginning(line, 0, spans, HarmlessInLine, skip: 0);
        AddEnd(line, line.Length, spans, HarmlessInLine, skip: 0);
        return Replace(line, spans);
    }

    /// <summary>Determines whether a text ends with the beginning of a secret, which may continue in the next line.</summary>
    /// <param name="text">The text.</param>
    public bool MayContinue(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !_isEmpty && _search.EncodedStartIn(text.AsSpan()[^Math.Min(text.Length, _longest)..], harmless: 0) > 0;
    }

    /// <summary>Redacts the last part of an output. It may begin and end within a secret.</summary>
    /// <param name="tail">The last part of the output.</param>
    /// <param name="isCut">Indicates whether the text before the last part is missing.</param>
    public string RedactTail(string tail, bool isCut)
    {
        ArgumentNullException.ThrowIfNull(tail);
        if (_isEmpty)
            return tail;

        List<TextSpan> spans = SpansIn(tail);
        if (isCut)
            AddBeginning(tail, 0, spans, Harmless, LongestSequence);
        AddEnd(tail, tail.Length, spans, HarmlessInLine, skip: 0);
        return Replace(tail, spans);
    }

    /// <summary>Returns a part of a text. A secret that is only partly in it is redacted, too.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">The index at which the part begins.</param>
    /// <param name="length">The length of the part.</param>
    public string Part(string text, int start, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        string part = text.Substring(start, length);
        if (_isEmpty)
            return part;

        int before = Math.Min(start, _longest);
        string context = text[(start - before)..Math.Min(text.Length, start + length + _longest)];
        IEnumerable<TextSpan> spans = SpansIn(context)
            .Select(span => new TextSpan(Math.Max(span.Start - before, 0), Math.Min(span.End - before, length)))
            .Where(span => span.End > span.Start);
        return Replace(part, [.. spans]);
    }

    private List<TextSpan> SpansIn(string text)
    {
        List<TextSpan> spans = [];
        int step = Math.Max(PieceLength, _longest);
        for (int start = 0; start == 0 || start < text.Length - _longest; start += step)
            AddSpans(text, start, Math.Min(text.Length - start, step + _longest), spans);
        AddShortened(text, spans);
        return spans;
    }

    private void AddSpans(string text, int start, int length, List<TextSpan> spans)
    {
        int first = spans.Count;
        _search.AddSpansIn(text.AsSpan(start, length), spans);
        for (int i = first; i < spans.Count; i++)
            spans[i] = spans[i].Move(start);
    }

    /// <summary>Adds the parts of secrets before and after an ellipsis: another program has shortened them.</summary>
    private void AddShortened(string text, List<TextSpan> spans)
    {
        foreach (string ellipsis in Ellipses)
        {
            for (int at = 0; (at = text.IndexOf(ellipsis, at, StringComparison.Ordinal)) >= 0; at += ellipsis.Length)
            {
                AddEnd(text, at, spans, HarmlessAtEllipsis, LongestSequence);
                AddBeginning(text, at + ellipsis.Length, spans, HarmlessAtEllipsis, LongestSequence);
            }
        }
    }

    /// <summary>Adds the end of a secret with which a text begins.</summary>
    private void AddBeginning(string text, int start, List<TextSpan> spans, int harmless, int skip)
    {
        if (_search.EndIn(text.AsSpan(start, Math.Min(text.Length - start, Glance)), harmless, skip) == 0)
            return;

        int end = _search.EndIn(text.AsSpan(start, Math.Min(text.Length - start, _longest)), harmless, skip);
        spans.Add(new TextSpan(start, start + end));
    }

    /// <summary>Adds the beginning of a secret with which a text ends.</summary>
    private void AddEnd(string text, int end, List<TextSpan> spans, int harmless, int skip)
    {
        if (_search.StartIn(text.AsSpan(0, end)[^Math.Min(end, Glance)..], harmless, skip) == 0)
            return;

        int length = _search.StartIn(text.AsSpan(0, end)[^Math.Min(end, _longest)..], harmless, skip);
        spans.Add(new TextSpan(end - length, end));
    }

    private static string Replace(string text, List<TextSpan> spans)
    {
        if (spans.Count == 0)
            return text;

        spans.Sort((one, other) => one.Start.CompareTo(other.Start));
        var result = new StringBuilder(text.Length);
        int end = 0;
        for (int i = 0; i < spans.Count; i++)
        {
            // Overlapping and adjacent secrets become one mask.
            if (i == 0 || spans[i].Start > end)
                result.Append(text, end, spans[i].Start - end).Append(Mask);
            end = Math.Max(end, spans[i].End);
        }

        return result.Append(text, end, text.Length - end).ToString();
    }
}
