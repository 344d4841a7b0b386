namespace Marianne.Files;

/// <summary>Files that can be read to an end.</summary>
internal static class RegularFile
{
    /// <summary>
    /// Whether a file that is there has no length: it is empty, or a pipe or a device, which would be waited for. It is not
    /// opened, since that waits too.
    /// </summary>
    /// <exception cref="IOException">It is not there.</exception>
    public static bool HasNoLength(string path)
    {
        var file = new FileInfo(path);
        return (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length == 0;
    }
}
