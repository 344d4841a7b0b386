using System.Text.RegularExpressions;

namespace Marianne.Worker;

/// <summary>Makes text from scores and sheets safe for one line of a log or a terminal.</summary>
internal static partial class TerminalText
{
    /// <summary>Returns the text on one line, without control sequences.</summary>
    public static string Of(string? text) =>
        text is null ? "" : ControlCharacters().Replace(TerminalSequences().Replace(text, ""), " ").TrimEnd();

    [GeneratedRegex(@"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\^_])", RegexOptions.CultureInvariant)]
    private static partial Regex TerminalSequences();

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029]+", RegexOptions.CultureInvariant)]
    private static partial Regex ControlCharacters();
}
