using System.Runtime.InteropServices;
using System.Text;

namespace Marianne.Files;

/// <summary>
/// Asks the system what this process may do with a file or a folder, without opening it: rights, owners, attributes and
/// read-only disks all count.
/// </summary>
public static class FileAccessCheck
{
    private const int Enter = 1;
    private const int Write = 2;
    private const int Read = 4;

    /// <summary>Determines whether an existing file may be read.</summary>
    /// <param name="path">The full path.</param>
    public static bool MayRead(string path) => OperatingSystem.IsWindows() || Check(path, Read);

    /// <summary>
    /// Determines whether an existing file may be written, or whether files may be created in an existing folder. On Windows only
    /// the attribute of a file is known before it is opened.
    /// </summary>
    /// <param name="path">The full path.</param>
    public static bool MayWrite(string path) => OperatingSystem.IsWindows()
        ? Directory.Exists(path) || !File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly)
        : Check(path, Write);

    /// <summary>Determines whether the files of an existing folder may be opened, as far as the folder decides.</summary>
    /// <param name="path">The full path.</param>
    public static bool MayEnter(string path) => OperatingSystem.IsWindows() || Check(path, Enter);

    private static bool Check(string path, int mode) => Access(Encoding.UTF8.GetBytes(path + '\0'), mode) == 0;

    [DllImport("libc", EntryPoint = "access")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Access(byte[] path, int mode);
}
