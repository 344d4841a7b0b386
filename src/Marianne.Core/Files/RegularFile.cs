namespace Marianne.Files;

/// <summary>Helpers for regular files, as opposed to pipes and devices.</summary>
internal static class RegularFile
{
    /// <summary>
    /// Determines whether a file has no length: it is empty, or a pipe or a device, from which reading may block. The file is not
    /// opened, because that may block as well.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="IOException">The file does not exist.</exception>
    public static bool HasNoLength(string path)
    {
        var file = new FileInfo(path);
        return (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length == 0;
    }
}
