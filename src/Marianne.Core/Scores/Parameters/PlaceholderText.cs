using System.Text.RegularExpressions;

namespace Marianne.Scores;

/// <summary>Replaces placeholders such as <c>{branch}</c> in texts that no program reads as code.</summary>
internal static partial class PlaceholderText
{
    /// <summary>Replaces placeholders. What replaces them is not searched again.</summary>
    /// <param name="text">The text.</param>
    /// <param name="valueOf">Returns the value of a name, or <c>null</c> if it is not a placeholder, which then stays.</param>
    public static string Replace(string text, Func<string, string?> valueOf) =>
        Placeholder().Replace(text, match => valueOf(match.Groups[1].Value) ?? match.Value);

    /// <summary>Returns the names in braces in a text, without those of shell variables such as <c>${HOME}</c>.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<string> NamesIn(string text) => Placeholder().Matches(text)
        .Where(match => match.Index == 0 || text[match.Index - 1] != '$')
        .Select(match => match.Groups[1].Value);

    /// <summary>Returns the name in a text that is one placeholder and nothing else, or <c>null</c> if it is not.</summary>
    /// <param name="text">The text.</param>
    public static string? OnlyNameIn(string text) =>
        Placeholder().Match(text) is { Success: true, Index: 0 } match && match.Length == text.Length ? match.Groups[1].Value : null;

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_.-]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
