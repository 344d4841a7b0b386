using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marianne.Signals;

/// <summary>
/// Leaves out limits that are over, or that a line only mentions: a log, the result of a search or a sentence can have the
/// words of a limit before the failure that ended the attempt.
/// </summary>
internal static partial class PassedLimits
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>A limit that causes another error is close to it.</summary>
    private const int MostLinesBetween = 6;

    /// <summary>The quotations of a line that are read, so that no line takes long.</summary>
    private const int MostQuotations = 8;

    /// <summary>Returns the lines without the limits that do not explain the failure.</summary>
    /// <param name="lines">The lines at the end of an output.</param>
    public static OutputPart[] LeaveOut(OutputPart[] lines)
    {
        string[] texts = [.. lines.Select(TextOf)];
        bool[] areLimits = [.. texts.Select(text => LimitPhrases.IndexOf(text) >= 0)];
        if (!areLimits.Contains(true))
            return lines;

        int last = Array.FindLastIndex(texts, IsAboutError);
        int cause = last;
        while (cause > 0 && (areLimits[cause] || !IsAboutError(texts[cause]) || Consequence().IsMatch(texts[cause])))
            cause--;
        return
        [
            .. lines.Where((_, at) => !areLimits[at]
                || !(at < cause ? IsOver(texts[at], texts[(at + 1)..cause])
                    : at < last ? IsQuoted(texts[at])
                    : IsName(texts[at]))),
        ];
    }

    /// <summary>Returns the text of a line, also of a log that is written as JSON.</summary>
    private static string TextOf(OutputPart line) =>
        line.Json is not { ValueKind: JsonValueKind.Object } json ? line.Text
        : JsonPaths.Text(json, ["/level", "/severity", "/lvl"]) is { } level
            && JsonPaths.Text(json, ["/msg", "/message", "/event"]) is { } message
                ? $"{level}: {message}"
                : "";

    /// <summary>Determines whether a line is about an error and not part of a list or of source code.</summary>
    private static bool IsAboutError(string line) => !IsIndented(line) && FailureCause.IsAboutError(line);

    private static bool IsIndented(string line) =>
        line.StartsWith("    ", StringComparison.Ordinal) || line.StartsWith('\t');

    /// <summary>Determines whether a limit is not the cause of a later failure.</summary>
    private static bool IsOver(string limit, string[] between) =>
        between.Count(line => !IsIndented(line)) > MostLinesBetween || IsQuoted(limit) || !IsStated(limit)
        || between.Any(line => Progress().IsMatch(line));

    private static bool IsQuoted(string line) => IsName(line) || Quotation().Matches(line).Take(MostQuotations)
        .Any(quotation => LimitPhrases.IndexOf(quotation.Value) >= 0 && !Reply().IsMatch(line[..quotation.Index]));

    /// <summary>Determines whether the words of a limit are the name of a file.</summary>
    private static bool IsName(string line) =>
        FileName().IsMatch(line) && LimitPhrases.IndexOf(FileName().Replace(line, "")) < 0;

    /// <summary>Determines whether a line reports a limit as an error and not in the middle of something else.</summary>
    private static bool IsStated(string line)
    {
        string before = line[..LimitPhrases.IndexOf(line)];
        return (Reply().IsMatch(before) || Prefix().IsMatch(before)) && !Mention().IsMatch(before);
    }

    /// <summary>Matches a failure that another one caused: of a step, a script or a process whose command failed.</summary>
    [GeneratedRegex(
        @"^\W{0,4}(make(\[\d+\])?|\w{0,10}ninja)\W+\*\*\*|\bnpm (err!|error) (code|errno|path|command|signal|a complete log|lifecycle)\b"
        + @"|\b(exit(ed)?|terminated|completed|finished|returned)( with| in)?( non-?zero)?( exit)? (status|code|error)\b"
        + @"|\breturned (a )?non-?zero\b|\bexited unexpectedly\b|\bmarked build as\b|\bfinished: failure\b"
        + @"|\b(run|job|step|task|agent|script|command|build|pipeline|workflow|request|session|stage|execution|call|process)"
        + @" (has )?failed\b|\bfailed to (run|execute|start|complete|finish|configure)\b|\baborting\b|\baborted\b(?!.*:)"
        + @"|\b(see|check|consult) .{0,40}\blogs?\b|\bCalledProcessError\b|^\W{0,4}(error|failed|failure)\W{0,4}$",
        AnyCase)]
    private static partial Regex Consequence();

    /// <summary>Matches the text before the words of a limit in a message: names of programs, an HTTP method, or a few words.</summary>
    [GeneratedRegex(
        @"^\W{0,4}((get|post|put|patch|delete|head) \S{1,300}[: ]{1,2}|([^\s:]{1,60}:{1,2} ?){0,3}([\w'’./·-]{1,30} ){0,4}[^\w'""`]{0,3})$",
        AnyCase)]
    private static partial Regex Prefix();

    /// <summary>
    /// Matches the text before the words of a limit in a line that only mentions the limit: an entry of a log or a list, or a sentence.
    /// </summary>
    [GeneratedRegex(
        @"^\W{0,3}(info|debug|trace|notice|verbose|warn|warning)\b|^\W{0,3}(retry|attempt|try) #?\d|^\W{0,3}(i|we|it|they|he|she) (?!have\b|are\b)\w"
        + @"|^\W{0,3}\S{0,30}\.\w{1,5}[:-]\d{1,6}[:-]|^\s{0,8}- \w{1,30}: "
        + @"|\b(when|if|after|because|about|says?|sees?|saw|returns|tests?|expects?|checks?|mentions?|documents?|documented|explains?"
        + @"|logged|retried|handles?)\b",
        AnyCase)]
    private static partial Regex Mention();

    /// <summary>Matches a success after a limit.</summary>
    [GeneratedRegex(
        @"\b(done|succeeded|success|successful(ly)?|connected|resumed|recovered|completed|finished|passed|20\d ok|(?<=[:.] ?)ok|retry ok)\b"
        + @"(?!.{0,20}\b(error|fail))",
        AnyCase)]
    private static partial Regex Progress();

    [GeneratedRegex(@"(?<!\w)'[^']{4,200}'(?!\w)|""[^""]{4,200}""|`[^`]{4,200}`", AnyCase)]
    private static partial Regex Quotation();

    [GeneratedRegex(@"'[^']{1,200}\.\w{1,5}'|""[^""]{1,200}\.\w{1,5}""|`[^`]{1,200}\.\w{1,5}`", AnyCase)]
    private static partial Regex FileName();

    /// <summary>Matches words that are followed by the answer of a service or the text of an error.</summary>
    [GeneratedRegex(
        @"\b\w{0,40}(error|exception)\b|\b(fail(ed|ure)?|fatal|returned|responded|replied|answered|said|received|status|response|http)\b",
        AnyCase)]
    private static partial Regex Reply();
}
