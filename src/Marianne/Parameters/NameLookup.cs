using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// Looks up what a name or a wildcard pattern of a Get- cmdlet selects. An exact name takes precedence: <c>build[1]</c>
/// selects the job <c>build[1]</c> if it exists, and otherwise the job <c>build1</c>.
/// </summary>
internal static class NameLookup
{
    /// <summary>Returns what has exactly this name, or everything whose name matches it as a pattern.</summary>
    /// <typeparam name="T">The type of what is looked up.</typeparam>
    /// <param name="name">The name or pattern.</param>
    /// <param name="exact">Returns what has exactly a name, or <c>null</c> if it does not exist.</param>
    /// <param name="matching">Returns everything whose name satisfies a condition.</param>
    /// <param name="notFound">Creates the error of a name that does not exist.</param>
    /// <exception cref="MarianneException">The name does not exist and has no wildcards.</exception>
    public static IEnumerable<T> Find<T>(
        string name,
        Func<string, T?> exact,
        Func<Func<string, bool>, IEnumerable<T>> matching,
        Func<string, MarianneException> notFound)
        where T : class
    {
        if ((exact(name) ?? Unescaped(name, exact)) is { } found)
            return [found];
        return WildcardPattern.ContainsWildcardCharacters(name) ? matching(Wildcards.Any([name])) : throw notFound(name);
    }

    // Tab completion escapes the wildcard characters of a name.
    private static T? Unescaped<T>(string name, Func<string, T?> exact)
        where T : class
    {
        string unescaped = WildcardPattern.Unescape(name);
        return unescaped == name ? null : exact(unescaped);
    }
}
