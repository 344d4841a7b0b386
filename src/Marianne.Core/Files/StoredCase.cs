namespace Marianne.Files;

/// <summary>Finds the names of files and folders as the file system has them, where it ignores case.</summary>
public static class StoredCase
{
    private static readonly EnumerationOptions AnyCase = new()
    {
        MatchCasing = MatchCasing.CaseInsensitive,
        MatchType = MatchType.Simple,
        AttributesToSkip = FileAttributes.None,
    };

    /// <summary>Returns a path with the stored name of each existing file and folder. A folder that cannot be read is kept.</summary>
    /// <param name="path">The full path, without links.</param>
    public static string Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string stored = Path.GetPathRoot(path)!;
        foreach (string part in path[stored.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            stored = Path.Combine(stored, IgnoresCase(stored, part) ? NameOf(stored, part) : part);
        return stored;
    }

    /// <summary>
    /// Determines whether a name in another case leads to the same file. A file system that distinguishes case answers that without
    /// listing the folder.
    /// </summary>
    private static bool IgnoresCase(string folder, string name)
    {
        string other = string.Concat(name.Select(Swap));
        try
        {
            return other != name
                && FileIdentity.Of(Path.Combine(folder, other)) is { } identity
                && FileIdentity.Of(Path.Combine(folder, name)) is { } same
                && !identity.DiffersFrom(same);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static char Swap(char letter) =>
        char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter);

    private static string NameOf(string folder, string name)
    {
        try
        {
            string[] names =
            [
                .. Directory.EnumerateFileSystemEntries(folder, "*", AnyCase)
                    .Select(entry => Path.GetFileName(entry))
                    .Where(entry => string.Equals(entry, name, StringComparison.OrdinalIgnoreCase)),
            ];
            return names.Length == 0 || names.Contains(name) ? name : names[0];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return name;
        }
    }
}
