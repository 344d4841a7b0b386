using System.Text.RegularExpressions;

namespace Marianne.Text;

/// <summary>Compares texts with the regular expressions that the JSON Schema uses as well.</summary>
internal static class WholeText
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Determines whether a regular expression matches a text to its last character. A <c>$</c> alone would allow a line break after
    /// the match, which it does not allow in JSON Schema.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="pattern">A regular expression that begins with <c>^</c> and ends with <c>$</c>.</param>
    public static bool Matches(string text, string pattern)
    {
        Match match = Regex.Match(text, pattern, RegexOptions.CultureInvariant, TimeLimit);
        return match.Success && match.Length == text.Length;
    }
}
