using System.Text.RegularExpressions;

namespace Marianne.Text;

/// <summary>Writes texts as literals of PowerShell, for the commands that messages name and for data files.</summary>
internal static partial class PowerShellLiteral
{
    /// <summary>Returns a text in single quotes. PowerShell ends such a literal at typographic quotes, too.</summary>
    /// <param name="text">The text.</param>
    public static string Of(string text) => $"'{SingleQuote().Replace(text, "$0$0")}'";

    [GeneratedRegex("['\u2018\u2019\u201A\u201B]", RegexOptions.CultureInvariant)]
    private static partial Regex SingleQuote();
}
