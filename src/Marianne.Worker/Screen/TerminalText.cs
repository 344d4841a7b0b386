using System.Text.RegularExpressions;

namespace Marianne.Worker;

/// <summary>Text of others, made fit for one line of a log or a terminal.</summary>
internal static partial class TerminalText
{
    /// <summary>The text on one line, without what a terminal would obey.</summary>
    public static string Of(string? text) =>
        text is null ? "" : ControlCharacters().Replace(TerminalSequences().Replace(text, ""), " ").TrimEnd();

    [GeneratedRegex(@"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|[@-Z\\^_])", RegexOptions.CultureInvariant)]
    private static partial Regex TerminalSequences();

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029]+", RegexOptions.CultureInvariant)]
    private static partial Regex ControlCharacters();
}
