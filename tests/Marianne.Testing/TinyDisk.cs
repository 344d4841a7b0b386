using System.ComponentModel;
using System.Diagnostics;

namespace Marianne.Testing;

/// <summary>A file system of one megabyte in memory, to test full disks. Mounting it requires root on Linux.</summary>
public sealed class TinyDisk : IDisposable
{
    private readonly string _path;

    private TinyDisk(string path)
    {
        _path = path;
    }

    public static TinyDisk? Mount(string path)
    {
        Directory.CreateDirectory(path);
        return Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", path) ? new TinyDisk(path) : null;
    }

    public void Dispose() => Run("umount", "-l", _path);

    public static bool Run(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            return false;

        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // The program is not installed.
        }
    }
}
