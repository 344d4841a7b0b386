namespace Marianne.Files;

/// <summary>
/// Opens regular files only. To open a pipe can wait without end, and a device can have no end. Each file is examined before it is
/// opened, because opening it may block as well.
/// </summary>
public static class RegularFile
{
    /// <summary>What a file that is not a regular one is, for messages.</summary>
    public const string SpecialText = "it is a pipe or a device, not a regular file";

    /// <summary>
    /// Determines whether a file has no length: it is empty, or a pipe or a device, from which reading may block. The file is not
    /// opened, because that may block as well.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="IOException">The file does not exist.</exception>
    public static bool HasNoLength(string path)
    {
        var file = new FileInfo(path);
        return (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length == 0 || IsSpecial(path);
    }

    /// <summary>Determines whether a path leads to a pipe, a device or a socket.</summary>
    /// <param name="path">The path. Symbolic links are followed.</param>
    /// <exception cref="UnauthorizedAccessException">A folder of the path may not be entered.</exception>
    public static bool IsSpecial(string path) => FileStatus.Of(path) is { IsSpecial: true };

    /// <summary>Throws if a path leads to a pipe, a device or a socket.</summary>
    /// <param name="path">The path. Symbolic links are followed.</param>
    /// <exception cref="IOException">It is a pipe, a device or a socket.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder of the path may not be entered.</exception>
    public static void ThrowIfSpecial(string path)
    {
        if (IsSpecial(path))
            throw new IOException($"'{path}' is a pipe or a device, not a regular file.");
    }

    /// <summary>Opens a file for reading. Other processes may write and delete it meanwhile.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="IOException">The file cannot be read, or it is not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public static FileStream OpenRead(string path)
    {
        ThrowIfSpecial(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Reads the text of a file.</summary>
    /// <inheritdoc cref="OpenRead"/>
    public static string ReadAllText(string path)
    {
        ThrowIfSpecial(path);
        return File.ReadAllText(path);
    }
}
