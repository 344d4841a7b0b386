namespace Marianne.Files;

/// <summary>What the system records of a file, read without opening it (except on Windows).</summary>
/// <param name="Identity">The identity of the file.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="ModifiedAt">The time of the last change of its content, as the system counts it.</param>
internal readonly record struct FileStatus(FileIdentity Identity, long Length, long ModifiedAt)
{
    /// <summary>Returns the status of the file or folder that a path leads to, or <c>null</c> if it does not exist.</summary>
    /// <param name="path">The full path. Symbolic links are followed.</param>
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

    /// <summary>Returns the status without an identity, which .NET does not read.</summary>
    internal static FileStatus? Fallback(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return info.Exists
            ? new FileStatus(FileIdentity.Unknown, (info as FileInfo)?.Length ?? 0, info.LastWriteTimeUtc.Ticks)
            : null;
    }
}
