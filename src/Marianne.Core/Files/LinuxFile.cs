using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Marianne.Files;

/// <summary>Reads the status of files on Linux, with <c>statx</c>, whose layout is the same on all processors.</summary>
internal static class LinuxFile
{
    /// <summary>The major number of devices that are not disks, such as network drives.</summary>
    private const ulong Virtual = 0;

    private static readonly ConcurrentDictionary<ulong, bool> Devices = [];

    private const int CurrentFolder = -100;
    private const int NoSuchFile = 2;
    private const int NotAFolder = 20;
    private const uint BasicFieldsAndCreation = 0xFFF;

    /// <summary>The size of the buffers: that of the fields, and more than most paths need.</summary>
    private const int BufferSize = 256;

    /// <summary>Returns the status of a file, or <c>null</c> if it does not exist.</summary>
    /// <remarks>Databases call it many times for each change, so usually nothing is allocated.</remarks>
    public static FileStatus? StatusOf(string path)
    {
        Span<byte> fields = stackalloc byte[BufferSize];
        Span<byte> name = stackalloc byte[BufferSize];
        if (Stat(CurrentFolder, ref NameOf(path, name), 0, BasicFieldsAndCreation, ref fields[0]) == 0)
            return Read(fields, path);

        // The caller's own access to the file reports any other error.
        return Marshal.GetLastPInvokeError() is NoSuchFile or NotAFolder ? null : FileStatus.Fallback(path);
    }

    private static FileStatus Read(ReadOnlySpan<byte> fields, string path)
    {
        ulong major = BitConverter.ToUInt32(fields[136..]);
        ulong minor = BitConverter.ToUInt32(fields[140..]);
        ulong device = (major << 32) | minor;
        ulong number = major == Virtual && !HasStableNumbers(device, path) ? 0 : BitConverter.ToUInt64(fields[32..]);
        var identity = new FileIdentity(device, number, Time(fields[80..]));
        return new FileStatus(identity, BitConverter.ToInt64(fields[40..]), Time(fields[112..]))
        {
            IsSpecial = FileStatus.IsSpecialMode(BitConverter.ToUInt16(fields[28..])),
        };
    }

    /// <summary>
    /// Determines whether a kind of file system gives a file the same number every time. FUSE (such as sshfs), SMB, 9P and shared
    /// folders of virtual machines may number files anew when they forget them.
    /// </summary>
    /// <param name="kind">The magic number of the file system.</param>
    internal static bool HasStableNumbers(uint kind) =>
        kind is not (0x65735546 or 0xFF534D42 or 0xFE534D42 or 0x0000517B or 0x01021997 or 0x786F4256);

    private static bool HasStableNumbers(ulong device, string path)
    {
        if (Devices.TryGetValue(device, out bool known))
            return known;

        Span<byte> fields = stackalloc byte[BufferSize];
        Span<byte> name = stackalloc byte[BufferSize];
        if (FileSystemOf(ref NameOf(path, name), ref fields[0]) != 0)
            return true;

        // The kind is a word of the processor, of which the lower half says enough.
        return Devices[device] = HasStableNumbers((uint)(nint.Size == 8 ? BitConverter.ToInt64(fields) : BitConverter.ToInt32(fields)));
    }

    /// <summary>Returns a path as the system expects it: in UTF-8, with a zero at its end.</summary>
    private static ref byte NameOf(string path, Span<byte> buffer)
    {
        int length = Encoding.UTF8.GetByteCount(path);
        Span<byte> name = length < buffer.Length ? buffer : new byte[length + 1];
        name[Encoding.UTF8.GetBytes(path, name)] = 0;
        return ref name[0];
    }

    private static long Time(ReadOnlySpan<byte> field) => unchecked(
        (BitConverter.ToInt64(field) * 1_000_000_000) + BitConverter.ToUInt32(field[8..]));

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(int folder, ref byte path, int flags, uint mask, ref byte fields);

    [DllImport("libc", EntryPoint = "statfs", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileSystemOf(ref byte path, ref byte fields);
}
