using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Marianne.Testing;

namespace Marianne.Torture;

/// <summary>A disk in a file with the file system ext4, which writes to it as late as it may. Only root can mount it.</summary>
internal sealed class Disk : IDisposable
{
    private const long Size = 64 << 20;

    private Disk(string folder) => Folder = folder;

    /// <summary>The reason why disks cannot be mounted on this machine, or <c>null</c> if they can.</summary>
    public static string? WhyNot { get; } = FindReason();

    /// <summary>The folder in which the disk is mounted.</summary>
    public string Folder { get; }

    /// <summary>Creates a disk and mounts it.</summary>
    /// <param name="image">The file.</param>
    /// <param name="folder">The folder.</param>
    public static Disk Create(string image, string folder)
    {
        using (FileStream file = File.Create(image))
            file.SetLength(Size);
        return TinyDisk.Run("mkfs.ext4", "-q", "-F", image)
            ? Mount(image, folder, "loop,commit=300")
            : throw new IOException($"'{image}' cannot be formatted.");
    }

    /// <summary>Mounts a disk.</summary>
    /// <param name="image">The file.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="options">The options of the mount.</param>
    public static Disk Mount(string image, string folder, string options = "loop")
    {
        Directory.CreateDirectory(folder);
        return TinyDisk.Run("mount", "-o", options, image, folder)
            ? new Disk(folder)
            : throw new IOException($"'{image}' cannot be mounted.");
    }

    /// <summary>Unmounts the disk.</summary>
    public void Dispose() => TinyDisk.Run("umount", Folder);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever the reason is, the scenario is skipped.")]
    private static string? FindReason()
    {
        if (!OperatingSystem.IsLinux() || Unix.UserId() != 0)
            return "only root on Linux can mount disks";

        using var folder = new TemporaryFolder();
        try
        {
            Create(folder["disk"], folder["mounted"]).Dispose();
            return null;
        }
        catch (IOException error)
        {
            return error.Message;
        }
    }

    private static class Unix
    {
        [DllImport("libc", EntryPoint = "geteuid")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern uint UserId();
    }
}
