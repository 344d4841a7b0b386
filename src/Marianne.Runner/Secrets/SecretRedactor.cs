using System.Diagnostics.CodeAnalysis;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Secrets;

/// <summary>Replaces the values of secrets with <c>***</c> in everything that is saved or announced.</summary>
internal sealed class SecretRedactor
{
    private const string Mask = "***";

    /// <summary>A shorter line of a value reveals nothing, and also occurs in other texts, such as a single brace.</summary>
    private const int ShortestLine = 4;

    private readonly string[] _values;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="values">The values of the secrets; <c>null</c> and empty values are ignored.</param>
    public SecretRedactor(IEnumerable<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);

        // The longest values come first, because one can be part of another. The lines of a value can occur separately.
        _values =
        [
            .. values.OfType<string>()
                .SelectMany(value =>
                    value.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= ShortestLine).Prepend(value))
                .Where(value => value.Length > 0)
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(value => value.Length),
        ];
    }

    /// <summary>Creates the redactor of a score.</summary>
    /// <param name="score">The score, which names the variables whose values are secrets.</param>
    /// <param name="variable">Returns the value of an environment variable of the runner.</param>
    public static SecretRedactor Of(Score score, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(score);
        return new SecretRedactor(score.Secrets.Select(variable).Concat(score.Sheets.SelectMany(sheet =>
            sheet.Environment.Where(set => score.Secrets.Contains(set.Key)).Select(set => set.Value))));
    }

    /// <summary>The length of the beginning of a truncated text that may be the end of a secret.</summary>
    private int LongestEnd => _values.Length == 0 ? 0 : _values[0].Length - 1;

    /// <summary>Redacts a text.</summary>
    /// <param name="text">The text.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text) =>
        text is null ? null : _values.Aggregate(text, (rest, value) => rest.Replace(value, Mask, StringComparison.Ordinal));

    /// <summary>Redacts the last part of a text, and removes its beginning if that may be the end of a secret.</summary>
    /// <param name="tail">The last part of the text.</param>
    /// <param name="isCut">Indicates whether the text before the last part is missing.</param>
    public string RedactTail(string tail, bool isCut)
    {
        ArgumentNullException.ThrowIfNull(tail);
        return Redact(isCut ? TextTruncation.Last(tail, Math.Max(0, tail.Length - LongestEnd)) : tail);
    }
}
