using System.IO.Enumeration;

namespace Marianne.Running;

/// <summary>Finds the files of a folder whose paths match a pattern.</summary>
internal static class WorkspaceFiles
{
    private const string AnyFolders = "**";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>
    /// Returns the paths of the files from the folder, with <c>/</c> on every system, in ordinal order. <c>*</c> and <c>?</c> stand for
    /// characters of a name, and <c>**</c> for any number of folders. Links to folders are not followed by <c>**</c>.
    /// </summary>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="pattern">The pattern, from the folder.</param>
    /// <exception cref="ItemSourceException">The pattern is not valid, or a folder cannot be read.</exception>
    public static IReadOnlyList<string> Find(string folder, string pattern)
    {
        string[] parts = pattern.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        if (parts.Length == 0 || parts.Contains("..") || Path.IsPathRooted(pattern))
            throw new ItemSourceException($"'{pattern}' is not a pattern of files in the workspace. Use a path from there, without '..'.");

        SortedSet<string> found = new(StringComparer.Ordinal);
        Search(folder, "", parts, found);
        return [.. found];
    }

    private static void Search(string folder, string prefix, ReadOnlySpan<string> parts, SortedSet<string> found)
    {
        if (parts[0] == AnyFolders)
        {
            ReadOnlySpan<string> rest = parts.Length == 1 ? ["*"] : parts[1..];
            Search(folder, prefix, rest, found);
            foreach (string inner in NamesIn(folder, areFolders: true))
            {
                if (new DirectoryInfo(Path.Join(folder, inner)).LinkTarget is null)
                    Search(Path.Join(folder, inner), $"{prefix}{inner}/", parts, found);
            }

            return;
        }

        string name = parts[0];
        if (parts.Length == 1)
        {
            found.UnionWith(NamesIn(folder, areFolders: false).Where(file => Matches(name, file)).Select(file => prefix + file));
            return;
        }

        foreach (string inner in NamesIn(folder, areFolders: true))
        {
            if (Matches(name, inner))
                Search(Path.Join(folder, inner), $"{prefix}{inner}/", parts[1..], found);
        }
    }

    /// <summary>
    /// Returns the names of the files or of the folders in a folder. One that cannot be read is not empty: its files would be missing
    /// without a word.
    /// </summary>
    private static List<string> NamesIn(string folder, bool areFolders)
    {
        try
        {
            // Entries with long paths have no full name.
            return
            [
                .. new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.FileName.ToString(), Everything)
                {
                    ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory == areFolders,
                },
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ItemSourceException(
                $"The folder '{folder}' cannot be read: {error.Message.TrimEnd('.')}. Correct that, or use a pattern without the folder.");
        }
    }

    private static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: OperatingSystem.IsWindows());
}
