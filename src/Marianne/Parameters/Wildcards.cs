using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Wildcards as PowerShell reads them, in any case.</summary>
internal static class Wildcards
{
    /// <summary>Whether a text fits one of some patterns.</summary>
    public static Func<string, bool> Any(IEnumerable<string> patterns)
    {
        WildcardPattern[] all = [.. patterns.Select(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase))];
        return text => Array.Exists(all, pattern => pattern.IsMatch(text));
    }
}
