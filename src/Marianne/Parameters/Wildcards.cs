using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Matches the wildcards of PowerShell, ignoring case.</summary>
internal static class Wildcards
{
    /// <summary>Returns a function that determines whether a text matches any of the patterns.</summary>
    /// <exception cref="MarianneException">InvalidParameter: a pattern is not valid.</exception>
    public static Func<string, bool> Any(IEnumerable<string> patterns)
    {
        WildcardPattern[] all = [.. patterns.Select(Parse)];
        return text => Array.Exists(all, pattern => pattern.IsMatch(text));
    }

    /// <summary>
    /// Returns a function that determines whether a text matches any of the patterns, or is one of them: a name that contains wildcard
    /// characters is also found as it is.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: a pattern is not valid.</exception>
    public static Func<string, bool> AnyOrEqual(IReadOnlyCollection<string> patterns)
    {
        Func<string, bool> matches = Any(patterns);
        return text => patterns.Contains(text, StringComparer.OrdinalIgnoreCase) || matches(text);
    }

    private static WildcardPattern Parse(string text)
    {
        try
        {
            var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
            _ = pattern.IsMatch(""); // PowerShell parses a pattern when it is used first.
            return pattern;
        }
        catch (WildcardPatternException)
        {
            throw ParameterErrors.InvalidPattern(text);
        }
    }
}
