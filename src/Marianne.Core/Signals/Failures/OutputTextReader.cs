using System.Globalization;
using System.Text.RegularExpressions;
using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>Reads the text at the end of the output of an attempt that failed.</summary>
/// <param name="classifier">Decides what the text means.</param>
/// <param name="now">The time at which it was written.</param>
/// <param name="local">The zone of times that do not name one.</param>
internal sealed partial class OutputTextReader(FailureClassifier classifier, DateTimeOffset now, TimeZoneInfo local)
{
    /// <summary>The numbers of lines from the end that are read. The last lines are the most reliable.</summary>
    private static readonly int[] Windows = [3, 10, 40];

    private const int LinesOfGuess = 4;
    private const int LongestEnd = 16 * 1024;

    /// <summary>Determines whether an output reports that memory ran out.</summary>
    /// <param name="output">The output.</param>
    public static bool ReportsOutOfMemory(string output) => FailurePhrases.Memory().IsMatch(EndOf(output));

    /// <summary>Returns the end of an output, in which a message counts.</summary>
    /// <param name="output">The output.</param>
    public static string EndOf(string output) => output.Length > LongestEnd ? output[^LongestEnd..] : output;

    /// <summary>Returns what the text means, or <c>null</c> if it matches no known failure.</summary>
    /// <param name="parts">The lines, and the JSON values among them.</param>
    public FailureReading? Read(IReadOnlyList<OutputPart> parts)
    {
        ErrorText text = ErrorLines.Select(parts);
        foreach (int count in Windows)
        {
            if (classifier.Classify(FactsOf(text.Lines.TakeLast(count)), allowsLimits: !text.IsReport) is { } reading)
                return reading;
            if (count >= text.Lines.Count)
                break;
        }

        return text.IsReport ? null : Guess(text);
    }

    /// <summary>
    /// Returns what the last line means if it is the refusal of a service and not part of a sentence about one, or
    /// <c>null</c>. This is all that counts of a text if the exit code is 0.
    /// </summary>
    /// <param name="parts">The lines, and the JSON values among them.</param>
    public FailureReading? ReadRefusal(IReadOnlyList<OutputPart> parts)
    {
        OutputPart[] lines = [.. parts.Where(part => part.Json is not null || !string.IsNullOrWhiteSpace(part.Text)).TakeLast(3)];
        int banner = Array.FindIndex(lines, part => IsRefusal(part.Text.Replace('’', '\'')));
        if (banner < 0 || ErrorLines.Select(lines[banner..]) is not { IsReport: false, Lines.Count: > 0 } text)
            return null;
        return classifier.Classify(FactsOf(text.Lines))
            ?? (FailurePhrases.SoftFailure().IsMatch(lines[banner].Text) ? Unknown(lines[banner].Text) : null);
    }

    /// <summary>
    /// Returns the exception that the output ends with, or <c>null</c>. It counts for tools that exit with 0 whatever happens.
    /// </summary>
    /// <param name="parts">The lines, and the JSON values among them.</param>
    public static FailureReading? ReadException(IReadOnlyList<OutputPart> parts) =>
        parts.Where(part => !string.IsNullOrWhiteSpace(part.Text)).TakeLast(LinesOfGuess)
            .FirstOrDefault(part => Exception().IsMatch(part.Text)) is { } line
                ? Unknown(line.Text)
                : null;

    private static FailureReading Unknown(string text) => new(ReadingKind.Error, ErrorCodes.Unknown) { Text = text };

    private static bool IsRefusal(string line) => Banner().IsMatch(line) || FailurePhrases.SoftFailure().IsMatch(line);

    private FailureFacts FactsOf(IEnumerable<OutputPart> lines)
    {
        var facts = new FailureFacts { IsText = true };
        var body = new FailureBodyReader(facts, now);
        foreach (OutputPart line in lines)
        {
            if (!string.IsNullOrWhiteSpace(line.Text))
                facts.Messages.Add(line.Text);
            if (StatusOfException().Match(line.Text) is { Success: true } status)
                facts.Status = int.Parse(status.Groups["status"].ValueSpan, CultureInfo.InvariantCulture);
            if (Code().Match(line.Text) is { Success: true } code)
                facts.Codes.Add(FailureCodes.Normalize(code.Groups["code"].Value));
            if (line.Json is { } json)
            {
                body.Read(json);
                facts.Status ??= Status(line.Text);
            }
        }

        return facts;
    }

    /// <summary>Returns the status before the body of a response: API Error: 529 {...}.</summary>
    private static int? Status(string before) =>
        StatusBefore().Match(before) is { Success: true } match
            ? int.Parse(match.Groups["status"].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    /// <summary>A line that joins a word of a limit with a time in the future is a limit, whatever its words are.</summary>
    private FailureReading? Guess(ErrorText text)
    {
        foreach (OutputPart line in text.Lines.TakeLast(LinesOfGuess).Reverse())
        {
            if (LimitPhrases.Word().IsMatch(line.Text) && NamedTimeParser.Find(line.Text, now, local) is { IsWeak: false } time
                && time.Instant > now)
            {
                bool isRate = time.Instant - now <= TimeSpan.FromMinutes(5) || LimitPhrases.Status().IsMatch(line.Text);
                ReadingKind kind = isRate ? ReadingKind.RateLimit : ReadingKind.UsageLimit;
                return new FailureReading(kind, FailureClassifier.CodeOf(kind), time) { Text = line.Text, IsGuess = true };
            }
        }

        return null;
    }

    /// <summary>Response status code does not indicate success: 529 ().</summary>
    [GeneratedRegex(
        @"\bdoes not indicate success: (?<status>[45]\d\d)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex StatusOfException();

    [GeneratedRegex(@"\b(?<status>[45]\d\d)\b\D{0,30}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex StatusBefore();

    /// <summary>
    /// An error occurred (ThrottlingException) when calling ...; (TooManyRequests) ...; Code: TooManyRequests; Error: [unauthenticated] ...
    /// </summary>
    [GeneratedRegex(
        @"^(An error occurred )?\((?<code>[A-Z]\w{3,60})\) |^(Error)?Code: (?<code>[A-Z]\w{3,60})$"
        + @"|(Error|failed|^S): \[(?<code>[a-z]{3,20}(_[a-z]{3,20}){0,3})\] ",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    /// <summary>litellm.BadRequestError: ...</summary>
    [GeneratedRegex(@"^(\w{1,40}\.){1,5}\w{0,40}(Error|Exception|Timeout): ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Exception();

    /// <summary>A line that is a refusal from its beginning, and in which the words of the limit are followed by its end.</summary>
    [GeneratedRegex(
        @"^[^\w\n]{0,4}((api )?error: |sorry, )?(you('ve| have|'re| are)? (hit|reached|exceeded"
        + @"|used) [^.·∙|(,\n]{0,50}\b(limits?|quota|cap)( for [\w. -]{1,30})?"
        + @"|you(('ve| have)? run|'re| are) out of [\w ]{0,20}(usage|credits|quota)|you have been rate[- ]limited"
        + @"|you've hit a rate limit that|claude (ai )?usage limit reached"
        + @"|(weekly|daily|monthly|session|usage|rate|spend|opus|sonnet|api usage|api rate|\d{1,2}-hour) limit (reached"
        + @"|exceeded)|credit balance is too low|not logged in|invalid api key)(\s*$|\s*[·∙|.(]|, (try|please|or|resets)"
        + @"| restricts)"
        + @"|^(api error|invoke-(restmethod|webrequest)): ",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Banner();
}
