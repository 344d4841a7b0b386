namespace Marianne.Files;

/// <summary>
/// Paths of scores. A score that was written on Windows separates folders with <c>\</c>, which is an ordinary character of
/// names on other systems. There it separates folders too, as in PowerShell, unless a file or folder has that very name.
/// </summary>
public static class PortablePath
{
    /// <summary>Returns a path with the separators of this system.</summary>
    /// <param name="path">The path.</param>
    public static string Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return OperatingSystem.IsWindows() ? path : path.Replace('\\', '/');
    }

    /// <summary>Returns the full path of a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="folder">The full path of the folder that it begins at.</param>
    public static string FullPath(string path, string folder) => FullPath(path, Of(path), folder);

    /// <summary>Returns the full path of a path as it was written if that exists, and otherwise of its portable form.</summary>
    /// <param name="path">The path as it was written.</param>
    /// <param name="portable">The path with the separators of this system.</param>
    /// <param name="folder">The full path of the folder that both begin at.</param>
    public static string FullPath(string path, string portable, string folder)
    {
        string written = Path.GetFullPath(path, folder);
        return path == portable || Path.Exists(written) ? written : Path.GetFullPath(portable, folder);
    }
}
