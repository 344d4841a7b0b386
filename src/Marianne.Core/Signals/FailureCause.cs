using System.Text.RegularExpressions;

namespace Marianne.Signals;

/// <summary>Finds the lines of a program's output that say why it failed.</summary>
public static partial class FailureCause
{
    /// <summary>A cause is a sentence or two. Earlier lines are about something else.</summary>
    private const int MostLines = 3;

    /// <summary>Many programs write a summary after their errors.</summary>
    private const int MostSearched = 20;

    private const string Separator = "; ";

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    /// <summary>
    /// Returns the last lines of an output that say something, from the first of them that is about an error on. If none is,
    /// returns the lines about an error that precede them, or the last line. Returns <c>null</c> if the program said nothing.
    /// </summary>
    /// <param name="output">The end of the output.</param>
    public static string? Of(string output)
    {
        ArgumentNullException.ThrowIfNull(output);

        List<string> lines = LinesOf(output, MostSearched);
        string[] cause = [.. lines.TakeLast(MostLines).SkipWhile(line => !IsAboutError(line))];
        if (cause.Length == 0)
            cause = [.. lines.Where(IsAboutError).TakeLast(MostLines)];
        if (cause.Length == 0)
            cause = [.. lines.TakeLast(1)];
        return cause.Length == 0 ? null : string.Join(Separator, cause);
    }

    /// <summary>Determines whether a line is about an error, and does not only count errors.</summary>
    /// <param name="line">The line.</param>
    internal static bool IsAboutError(string line) => AboutError().IsMatch(line) && !Count().IsMatch(line);

    /// <summary>Returns the last lines that say something, in their order.</summary>
    private static List<string> LinesOf(string text, int most)
    {
        string[] lines = [.. text.Split('\n').Select(line => Style().Replace(line, "").TrimEnd().Split('\r')[^1])];
        List<string> found = [];
        for (int index = lines.Length - 1; index >= 0 && found.Count < most; index--)
        {
            string line = Gutter().Replace(lines[index], "").Trim();
            bool isNamedByPath = index + 1 < lines.Length && PathBelow().IsMatch(lines[index + 1]);
            bool isQuotedSource = index > 0 && PythonFrame().IsMatch(lines[index - 1]);
            if (!isNamedByPath && !isQuotedSource && SaysSomething().IsMatch(line) && !Trace().IsMatch(lines[index])
                && !found.Contains(line))
            {
                found.Insert(0, line);
            }
        }

        return found;
    }

    /// <summary>Escape sequences of terminals.</summary>
    [GeneratedRegex(@"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|.)|[\x00-\x08\x0b\x0c\x0e-\x1a]", Options)]
    private static partial Regex Style();

    /// <summary>The border to the left of a message of PowerShell.</summary>
    [GeneratedRegex(@"^\s*\|\s+(?=\S)", Options)]
    private static partial Regex Gutter();

    /// <summary>A line with a word or a number, unlike a brace or a row of tildes.</summary>
    [GeneratedRegex(@"[\p{L}\p{N}]", Options)]
    private static partial Regex SaysSomething();

    [GeneratedRegex(
        @"error|exception|\b(fail(ed|ure|s)?|fatal|panic(ked)?|denied|cannot|can't|could not|couldn't|unable|not found|no such"
        + @"|no space|invalid|refused|missing|unknown|timed out|abort(ed)?)\b",
        Options | RegexOptions.IgnoreCase)]
    private static partial Regex AboutError();

    [GeneratedRegex(@"\b\d+ (error|fail|exception)", Options | RegexOptions.IgnoreCase)]
    private static partial Regex Count();

    /// <summary>The lines of stack traces, of quoted source code, and hints about them, of common languages.</summary>
    [GeneratedRegex(
        @"^\s*at\s+\S.*(\(|:line\s|:\d+$|\s\[)" // .NET, Java, JavaScript
        + @"|^\s*at\s+(async\s+)?[\w.$<>\[\]]+$"
        + @"|^\s*\.\.\.\s+\d+\s+(more|common frames)"
        + @"|^-+\s*End of .*(stack trace|exception)"
        + @"|^Node\.js v\d"
        + @"|^Traceback \(most recent call last\)|^\s+File "".*"", line \d+" // Python
        + @"|^\s+from\s.+:\d+:in\b" // Ruby
        + @"|^goroutine \d+ \[|^\s+\S+\.go:\d+|^exit status \d+$|^created by\s" // Go
        + @"|^note: (run with|Some details)|^\s*\d+:\s+\S+::|^stack backtrace:" // Rust
        + @"|^At (line|.*\.ps[dm]?1):\d+ char:\d+|^\s*\+\s|^\s*Line \|$|^\s*\d+\s*\|" // PowerShell
        + @"|^\s*\+ (CategoryInfo|FullyQualifiedErrorId)",
        Options | RegexOptions.IgnoreCase)]
    private static partial Regex Trace();

    /// <summary>The path below the name of a function in a stack trace of Go.</summary>
    [GeneratedRegex(@"^\s+\S+\.go:\d+", Options)]
    private static partial Regex PathBelow();

    /// <summary>A frame of a stack trace of Python, which is followed by the line of the source code.</summary>
    [GeneratedRegex(@"^\s+File "".*"", line \d+", Options)]
    private static partial Regex PythonFrame();
}
