namespace Marianne.Files;

/// <summary>What the system records of a file, read without opening it (except on Windows).</summary>
/// <param name="Identity">The identity of the file.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="ModifiedAt">The time of the last change of its content, as the system counts it.</param>
public readonly record struct FileStatus(FileIdentity Identity, long Length, long ModifiedAt)
{
    /// <summary>Indicates whether it is neither a file nor a folder, but a device, a pipe or a socket.</summary>
    public bool IsSpecial { get; init; }

    /// <summary>Returns the status of the file or folder that a path leads to, or <c>null</c> if it does not exist.</summary>
    /// <param name="path">The full path. Symbolic links are followed.</param>
    /// <exception cref="UnauthorizedAccessException">
    /// This account may not look: a folder of the path may not be entered. The file may exist.
    /// </exception>
    public static FileStatus? Of(string path)
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return LinuxFile.StatusOf(path);
            if (OperatingSystem.IsMacOS())
                return MacFile.StatusOf(path);
            if (OperatingSystem.IsWindows())
                return WindowsFile.StatusOf(path);
        }
        catch (EntryPointNotFoundException)
        {
            // An older system library. What .NET itself reads is used.
        }

        return Fallback(path);
    }

    /// <summary>Determines whether a mode of a POSIX system is that of neither a file nor a folder.</summary>
    internal static bool IsSpecialMode(int mode) => (mode & 0xF000) is not (0x8000 or 0x4000);

    /// <summary>Returns the status without an identity, which .NET does not read.</summary>
    internal static FileStatus? Fallback(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (info.Exists)
            return new FileStatus(FileIdentity.Unknown, (info as FileInfo)?.Length ?? 0, info.LastWriteTimeUtc.Ticks);

        ThrowIfHidden(path);
        return null;
    }

    /// <summary>Throws if a file seems not to exist only because this account may not look.</summary>
    private static void ThrowIfHidden(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnauthorizedAccessException("a folder of its path may not be entered", error);
        }
        catch (IOException)
        {
            // It does not exist.
        }
    }
}
