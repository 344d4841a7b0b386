using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Marianne.Files;

/// <summary>
/// Makes changes to the entries of a folder survive a loss of power: flushing a file does not flush its name, so a new,
/// renamed or deleted file needs a flush of its folder as well.
/// </summary>
public static class DurableFolder
{
    /// <summary>Raised after a folder was flushed, with its full path. Tests observe the order of operations with it.</summary>
    internal static event Action<string>? Flushed;

    /// <summary>Creates a folder and its parents if they do not exist, and flushes the entry of each new one.</summary>
    /// <param name="path">The path.</param>
    /// <param name="unixCreateMode">
    /// The permissions of each new folder, if the system is not Windows. The default is those that the system gives to folders.
    /// </param>
    /// <exception cref="IOException">A folder cannot be created or flushed.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be created.</exception>
    public static void Create(string path, UnixFileMode? unixCreateMode = null)
    {
        List<string> changed = ParentsOfMissing(path);
        if (OperatingSystem.IsWindows() || unixCreateMode is not { } mode)
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, mode);

        foreach (string parent in changed)
            Flush(parent);
    }

    /// <summary>Flushes the entry of a file or folder that was created, renamed or deleted.</summary>
    /// <param name="path">The path of the file or folder.</param>
    /// <exception cref="IOException">The folder cannot be flushed.</exception>
    public static void FlushEntryOf(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Flush(folder);
    }

    private static List<string> ParentsOfMissing(string path)
    {
        var parents = new List<string>();
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            parents.Insert(0, parent);
            folder = parent;
        }

        return parents;
    }

    private static void Flush(string folder)
    {
        // Windows has no flush for a folder, and NTFS writes the entries to its journal in order.
        if (!OperatingSystem.IsWindows())
            FlushUnix(folder);
        Flushed?.Invoke(folder);
    }

    private static void FlushUnix(string folder)
    {
        int flags = OperatingSystem.IsMacOS() ? Unix.MacCloseOnExec : Unix.LinuxCloseOnExec;
        using SafeFileHandle handle = Unix.Open(Encoding.UTF8.GetBytes(folder + '\0'), flags);
        int error = Marshal.GetLastPInvokeError();
        if (!handle.IsInvalid)
        {
            RandomAccess.FlushToDisk(handle); // It ignores a file system that has no flush, such as a read-only one.
            return;
        }

        // A folder that may be written but not read cannot be opened, and there is no other way to flush it. One that was
        // removed in the meantime has no entries.
        if (error is not (Unix.AccessDenied or Unix.NotFound))
            throw new IOException($"The folder '{folder}' cannot be flushed: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    private static class Unix
    {
        public const int LinuxCloseOnExec = 0x80000;
        public const int MacCloseOnExec = 0x1000000;
        public const int NotFound = 2;
        public const int AccessDenied = 13;

        /// <summary>Opens a folder to read it, which .NET cannot do. The path ends with a null character.</summary>
        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern SafeFileHandle Open(byte[] path, int flags);
    }
}
