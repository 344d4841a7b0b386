namespace Marianne.Testing;

/// <summary>
/// Makes a folder read-only: as a disk that is mounted so if the process is that of root, and by the rights of the folder and its
/// files otherwise.
/// </summary>
public sealed class ReadOnlyDisk : IDisposable
{
    private readonly string _path;
    private readonly bool _isMounted;

    private ReadOnlyDisk(string path, bool isMounted)
    {
        _path = path;
        _isMounted = isMounted;
    }

    /// <summary>Makes a folder read-only, or returns <c>null</c> if that is not possible here.</summary>
    public static ReadOnlyDisk? Mount(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;

        if (!Environment.IsPrivilegedProcess)
        {
            TinyDisk.Run("chmod", "-R", "a-w", path);
            return new ReadOnlyDisk(path, isMounted: false);
        }

        if (!TinyDisk.Run("mount", "--bind", path, path))
            return null;

        var disk = new ReadOnlyDisk(path, isMounted: true);
        if (TinyDisk.Run("mount", "-o", "remount,bind,ro", path))
            return disk;

        disk.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (_isMounted)
            TinyDisk.Run("umount", "-l", _path);
        else
            TinyDisk.Run("chmod", "-R", "u+w", _path);
    }
}
