using System.IO.Enumeration;

namespace Marianne.Running;

/// <summary>Finds the files of a folder whose paths match a pattern.</summary>
internal static class WorkspaceFiles
{
    private const string AnyFolders = "**";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <summary>
    /// Returns the paths of the files from the folder, with <c>/</c> on every system, in ordinal order. <c>*</c> and <c>?</c> stand for
    /// characters of a name, and <c>**</c> for any number of folders. Links to folders are not followed by <c>**</c>.
    /// </summary>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="pattern">The pattern, from the folder.</param>
    public static IReadOnlyList<string> Find(string folder, string pattern)
    {
        string[] parts = pattern.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        if (parts.Length == 0 || parts.Contains("..") || Path.IsPathRooted(pattern))
            throw new ItemSourceException($"'{pattern}' is not a pattern of files in the workspace. Use a path from there, without '..'.");

        SortedSet<string> found = new(StringComparer.Ordinal);
        Search(new DirectoryInfo(folder), "", parts, found);
        return [.. found];
    }

    private static void Search(DirectoryInfo folder, string prefix, ReadOnlySpan<string> parts, SortedSet<string> found)
    {
        if (!folder.Exists)
            return;

        if (parts[0] == AnyFolders)
        {
            ReadOnlySpan<string> rest = parts.Length == 1 ? ["*"] : parts[1..];
            Search(folder, prefix, rest, found);
            foreach (DirectoryInfo inner in folder.EnumerateDirectories("*", Everything).Where(inner => inner.LinkTarget is null))
                Search(inner, $"{prefix}{inner.Name}/", parts, found);
            return;
        }

        string name = parts[0];
        if (parts.Length == 1)
        {
            found.UnionWith(folder.EnumerateFiles("*", Everything).Where(file => Matches(name, file.Name)).Select(file => prefix + file.Name));
            return;
        }

        foreach (DirectoryInfo inner in folder.EnumerateDirectories("*", Everything).Where(inner => Matches(name, inner.Name)))
            Search(inner, $"{prefix}{inner.Name}/", parts[1..], found);
    }

    private static bool Matches(string pattern, string name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: OperatingSystem.IsWindows());
}
