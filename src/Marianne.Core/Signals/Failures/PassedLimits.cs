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

    /// <summary>Returns the lines without the limits that do not explain the failure.</summary>
    /// <param name="lines">The lines at the end of an output, without source code.</param>
    public static OutputPart[] LeaveOut(OutputPart[] lines)
    {
        bool[] areLimits = [.. lines.Select(line => line.Json is null && LimitPhrases.Report(line.Text))];
        if (!areLimits.Contains(true))
            return lines;

        int last = Array.FindLastIndex(lines, line => line.Json is null && FailureCause.IsAboutError(line.Text));
        int cause = -1;
        for (int at = last; at > 0 && cause < 0; at--)
        {
            if (lines[at].Json is null && !areLimits[at] && IsCause(lines[at].Text))
                cause = at;
        }

        return [.. lines.Where((line, at) => !areLimits[at] || !(at < cause ? IsOver(lines, at, cause) : at < last && IsQuoted(line.Text)))];
    }

    private static bool IsCause(string line) => FailureCause.IsAboutError(line) && !Consequence().IsMatch(line);

    /// <summary>Determines whether a limit is not the cause of a later failure.</summary>
    private static bool IsOver(OutputPart[] lines, int limit, int failure) =>
        failure - limit > MostLinesBetween || IsQuoted(lines[limit].Text) || Mention().IsMatch(lines[limit].Text)
        || lines[(limit + 1)..failure].Any(line => Progress().IsMatch(line.Text));

    private static bool IsQuoted(string line) =>
        Quotation().Matches(line).Any(quotation => LimitPhrases.Report(quotation.Value) && !Reply().IsMatch(line[..quotation.Index]));

    /// <summary>A failure that another one caused: of a step, a script or a process whose command failed.</summary>
    [GeneratedRegex(
        @"^\W{0,4}(make(\[\d+\])?|\w{0,10}ninja)\W+\*\*\*|\bnpm (err!|error) (code|errno|path|command|signal|a complete log|lifecycle)\b"
        + @"|\b(exit(ed)?|terminated|completed|finished|returned)( with| in)?( non-?zero)?( exit)? (status|code|error)\b"
        + @"|\breturned (a )?non-?zero\b"
        + @"|\b(run|job|step|task|agent|script|command|build|pipeline|workflow|request|session|stage|execution|call|process) (has )?failed\b"
        + @"|\bfailed to (run|execute|start|complete|finish|configure)\b|\baborting\b|\baborted\b(?!.*:)|\b(see|check|consult) .{0,40}\blogs?\b"
        + @"|\bCalledProcessError\b|^\W{0,4}(error|failed|failure)\W{0,4}$",
        AnyCase)]
    private static partial Regex Consequence();

    /// <summary>A line that tells of a limit: an entry of a log that is not an error, a numbered attempt, or a sentence.</summary>
    [GeneratedRegex(
        @"^\W{0,3}(info|debug|trace|notice|verbose)\b|^\W{0,3}(retry|attempt|try) #?\d|^\W{0,3}(i|we|it|they|he|she) (?!have\b|are\b)\w"
        + @"|^\W{0,3}\S{0,30}\.\w{1,5}[:-]\d{1,6}[:-]|\b(mentions?|describes?|documents?|documented|explains?|logged|retried)\b",
        AnyCase)]
    private static partial Regex Mention();

    /// <summary>Something that succeeded after a limit.</summary>
    [GeneratedRegex(
        @"\b(done|succeeded|success|successful(ly)?|connected|resumed|completed|finished|passed|(?<=[:.] ?)ok)\b(?!.{0,20}\b(error|fail))",
        AnyCase)]
    private static partial Regex Progress();

    [GeneratedRegex(@"(?<!\w)'[^']{4,200}'(?!\w)|""[^""]{4,200}""|`[^`]{4,200}`", AnyCase)]
    private static partial Regex Quotation();

    /// <summary>What is quoted is the answer of a service, or the text of an error.</summary>
    [GeneratedRegex(@"\b(error|exception|fail(ed|ure)?|fatal|returned|responded|replied|answered|said|received|status|response|reason|message)\b",
        AnyCase)]
    private static partial Regex Reply();
}
