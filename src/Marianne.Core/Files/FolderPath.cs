namespace Marianne.Files;

/// <summary>Paths that mean folders.</summary>
internal static class FolderPath
{
    /// <summary>Determines whether a path is that of an existing folder or ends with a directory separator.</summary>
    public static bool IsFolder(string path) => Directory.Exists(path) || Path.EndsInDirectorySeparator(path);
}
