using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// Resolves paths of PowerShell, such as <c>~/scores</c> or <c>Temp:/a.yaml</c>, to full paths in the file system.
/// </summary>
/// <param name="session">The session whose current location and drives apply.</param>
internal sealed class PathResolver(SessionState session)
{
    private const int MaximumKnown = 1000;

    // The records of a pipeline mostly share a few folders, and PowerShell is slow to resolve a path.
    private readonly Dictionary<(string Location, string Path), string> _known = [];

    /// <summary>Returns the full path of a literal path, which does not have to exist.</summary>
    /// <exception cref="MarianneException">InvalidParameter: the path is not valid, or not in the file system.</exception>
    public string Resolve(string path)
    {
        if (path.Length == 0 || path.Contains('\0'))
            throw ParameterErrors.InvalidPath(path);

        (string Location, string Path) key = (session.Path.CurrentLocation.Path, path);
        if (_known.TryGetValue(key, out string? known))
            return known;

        string full = Unresolved(path);
        if (_known.Count == MaximumKnown)
            _known.Clear();
        _known.Add(key, full);
        return full;
    }

    // PowerShell reports these in its own way, which would end the whole pipeline for one record.
    private string Unresolved(string path)
    {
        try
        {
            string full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            CheckProvider(path, provider);
            return full;
        }
        catch (Exception error) when (error is SessionStateException or ProviderInvocationException or PSArgumentException)
        {
            throw ParameterErrors.UnusablePath(path, error.Message);
        }
    }

    /// <summary>
    /// Returns the full paths that a path with wildcards selects. A path that exists exactly as it is selects only itself, even if
    /// it contains wildcard characters. A path without wildcards does not have to exist.
    /// </summary>
    /// <returns>The full paths. There is none if nothing matches the wildcards.</returns>
    /// <exception cref="MarianneException">InvalidParameter: the path is not valid, or not in the file system.</exception>
    public IReadOnlyList<string> ResolveWildcards(string path)
    {
        string literal = Resolve(path);
        if (System.IO.Path.Exists(literal))
            return [literal];
        if (!WildcardPattern.ContainsWildcardCharacters(path))
            return [Resolve(WildcardPattern.Unescape(path))];

        // The folder may exist exactly as it is, as in a script that adds a pattern to $PSScriptRoot.
        return Matching(path) is [_, ..] files
            ? files
            : session.Path.ParseParent(path, null) is { Length: > 0 } folder && Directory.Exists(Resolve(folder))
                ? Matching(session.Path.Combine(WildcardPattern.Escape(folder), session.Path.ParseChildName(path)))
                : [];
    }

    private Collection<string> Matching(string pattern)
    {
        try
        {
            Collection<string> files = session.Path.GetResolvedProviderPathFromPSPath(pattern, out ProviderInfo provider);
            CheckProvider(pattern, provider);
            return files;
        }
        catch (Exception error) when (error is ItemNotFoundException or WildcardPatternException)
        {
            return []; // Its folder does not exist, or it has a bracket without a partner.
        }
    }

    private static void CheckProvider(string path, ProviderInfo provider)
    {
        if (provider.Name != "FileSystem")
            throw ParameterErrors.NotInFileSystem(path, provider.Name);
    }
}
