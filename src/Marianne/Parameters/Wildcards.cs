using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Matches the wildcards of PowerShell, ignoring case.</summary>
internal static class Wildcards
{
    /// <summary>Returns a function that determines whether a text matches any of the patterns.</summary>
    public static Func<string, bool> Any(IEnumerable<string> patterns)
    {
        WildcardPattern[] all = [.. patterns.Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))];
        return text => Array.Exists(all, pattern => pattern.IsMatch(text));
    }
}
