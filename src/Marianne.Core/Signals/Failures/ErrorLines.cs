using System.Text.RegularExpressions;

namespace Marianne.Signals;

/// <summary>
/// Selects the lines at the end of an output that may say why it failed, without source code, notices of retries that came
/// before, and reports of test runners and compilers.
/// </summary>
internal static partial class ErrorLines
{
    private const int MostLines = 40;
    private const int LongestLine = 1000;
    private const int LongestText = 6000;

    /// <summary>Returns the lines.</summary>
    /// <param name="parts">The parts of the output.</param>
    public static ErrorText Select(IReadOnlyList<OutputPart> parts)
    {
        OutputPart[] tail = [.. LastLines(parts)];
        bool isReport = tail.Any(part => Summary().IsMatch(part.Text));
        OutputPart[] statements =
        [
            .. PassedLimits.LeaveOut([.. tail.Select(part => part with { Text = Timestamp().Replace(part.Text, "") })])
                .Where(part => part.Json is null ? !IsSource(part.Text) : !IsCutBefore(part.Text)),
        ];

        // What a tool wrote before it tried again is over, unless it says that it stopped trying.
        int notice = Array.FindLastIndex(statements, part => Notice().IsMatch(part.Text));
        bool isLast = notice == statements.Length - 1;
        bool hasStopped = notice >= 0 && statements[(notice + 1)..].Any(part => Stopped().IsMatch(part.Text));
        OutputPart[] after = notice < 0 || isLast || hasStopped ? statements : statements[(notice + 1)..];
        return new ErrorText(after, isReport);
    }

    /// <summary>Returns the last lines that are not blank, of which a long one is cut in the middle.</summary>
    private static List<OutputPart> LastLines(IReadOnlyList<OutputPart> parts)
    {
        List<OutputPart> last = [];
        int length = 0;
        for (int at = parts.Count - 1; at >= 0 && last.Count < MostLines && length < LongestText; at--)
        {
            OutputPart part = parts[at];
            if (part.Json is null && string.IsNullOrWhiteSpace(part.Text))
                continue;
            if (part.Text.Length > LongestLine)
                part = part with { Text = part.Text[..(LongestLine / 2)] + part.Text[^(LongestLine / 2)..] };
            last.Add(part);
            length += part.Text.Length;
        }

        last.Reverse();
        return last;
    }

    private static bool IsSource(string line) =>
        line.StartsWith("    ", StringComparison.Ordinal) || line.StartsWith('\t') || Diagnostic().IsMatch(line)
        || Test().IsMatch(line) || Code().IsMatch(line) || IsCutJson(line);

    /// <summary>A JSON line that is cut, or one that could not be parsed, is no message.</summary>
    private static bool IsCutJson(string line) =>
        line.StartsWith("{\"", StringComparison.Ordinal) || line.EndsWith("\"}", StringComparison.Ordinal)
        || line.EndsWith("}}", StringComparison.Ordinal);

    /// <summary>Determines whether a JSON value is the rest of a record whose beginning is cut.</summary>
    private static bool IsCutBefore(string text) =>
        text.TrimEnd() is [.., '"', ':'] or [.., ','] or [.., '['] || Diagnostic().IsMatch(text);

    /// <summary>The time at which a line of a log was written.</summary>
    [GeneratedRegex(
        @"^\s{0,3}[\[(]?(\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d([.,]\d{1,9})?(Z| ?UTC|[+-]\d\d:?\d\d)?[\])]?:?\s{1,4}",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Timestamp();

    /// <summary>The summary of a test runner or a compiler.</summary>
    [GeneratedRegex(
        @"\b\d{1,6} (tests? |specs? |examples?, |assertions? |suites? )?(passed|passing|failed|failing|failures?"
        + @"|skipped)\b|\bTests?( run| Suites)?: {1,8}\d|\bFAILED \((failures|errors)="
        + @"|\btest result: FAILED|^(FAIL|FAILED|ok)\t|^--- FAIL|^FAIL$|\bBuild FAILED\b|\b\d{1,6} Error\(s\)"
        + @"|\b\d{1,6} errors? (generated|found)\b|\bBUILD FAILURE\b|^FAILURE: Build failed"
        + @"|\bCompilation failed\b|^=+ .{0,60}(failed|error).{0,40} in [\d.]{1,10}s|^not ok \d|\bFailed!  - Failed:"
        + @"|\btests? failed\b|\b\d{1,6} problems? \(|\bcould not compile\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Summary();

    /// <summary>A message of a compiler with its position.</summary>
    [GeneratedRegex(
        @"^\s{0,3}[^\s:(]{1,200}[:(]\d{1,7}([:,.-]\d{1,7}){0,3}\)?:? ?((fatal )?error|warning|note|info|hint)\b|^(error"
        + @"|warning)(\[\w{1,8}\])?: .{0,200}\n? *-->|^\s{0,8}(\d{1,6} )?\|"
        + @"|^(error|warning) (CS|TS|MSB|NU|NETSDK|FS|BC)\d{3,5}\b|: error (CS|TS|MSB|NU|NETSDK|FS|BC)\d{3,5}\b"
        + @"|^[^\s:]{1,200}:\d{1,6}:\d{1,6}\b|^[\w./-]{1,200}\.(?!exe|cmd|bat|ps1|sh)\w{1,5}:(?!\d)(\S|  )",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Diagnostic();

    /// <summary>A line of a test runner, or one that compares what is expected with what is not.</summary>
    [GeneratedRegex(
        @"\.\w{1,4}::|::test_|\bassert|\bexpected\b.{0,200}\b(got|but|received|actual|to (be|equal|have|throw))\b"
        + @"|^\s*(expected|actual|received|expect)\b|^(ok|not ok) \d|^(?-i:PASS|FAIL|FAILED|PASSED) [\w./]{1,200}"
        + @"|^(?-i:ERROR) \w{0,80}[./]\w"
        + @"|^\s*[●›✓✕] |\(\d{1,6} ?ms\)$|\.\.\. ?(ok|FAIL|FAILED|ERROR)$|^(=== RUN|--- (FAIL|PASS))|^\s{0,2}\d{1,4}\) "
        + @"|^[+-](?![- ]\s)\S",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Test();

    /// <summary>A line of source code.</summary>
    [GeneratedRegex(
        @"^\s{0,3}(throw|raise|return|if|elif|else|for|while|def|class|function|func|fn|const|let|var|import|from|using"
        + @"|public|private|#include|describe|it|test)\b.{0,400}([;{(:]$|\()"
        + @"|^\s{0,3}(//|/\*|\*/|# |<!--|@@|>>>|\$ )|^\s*\^+~*\s*$|^\s*~+\s*$|^\s*at .{1,300}[:)]\S*$"
        + @"|^\s*File ""[^""]{1,300}"", line \d",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    /// <summary>A tool says that it tries again.</summary>
    [GeneratedRegex(
        @"\b(waiting|sleeping|pausing) (for )?\d"
        + @"|\b(will retry|retrying|reconnecting|backing off|trying again|will try again|next attempt|retry (attempt "
        + @"|#)?\d{1,3}( of |/)\d{1,3})\b|\battempt \d{1,3} failed\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Notice();

    [GeneratedRegex(
        @"\b(giving up|gave up|retr(y|ies) (limit )?(exhausted|exceeded|failed)|exceeded (the )?(retry limit"
        + @"|max(imum)? retries)|no (more )?(retries|attempts) left|too many retries|max retries)\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Stopped();
}
