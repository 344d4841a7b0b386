using System.Runtime.InteropServices;
using System.Text;

namespace Marianne.Files;

/// <summary>Reads the status of files on Linux, with <c>statx</c>, whose layout is the same on all processors.</summary>
internal static class LinuxFile
{
    private const int CurrentFolder = -100;
    private const int NoSuchFile = 2;
    private const int NotAFolder = 20;
    private const uint BasicFieldsAndCreation = 0xFFF;

    /// <summary>Returns the status of a file, or <c>null</c> if it does not exist.</summary>
    public static FileStatus? StatusOf(string path)
    {
        byte[] fields = new byte[256];
        if (Stat(CurrentFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, BasicFieldsAndCreation, fields) == 0)
            return Read(fields);

        // The caller's own access to the file reports any other error.
        return Marshal.GetLastPInvokeError() is NoSuchFile or NotAFolder ? null : FileStatus.Fallback(path);
    }

    private static FileStatus Read(ReadOnlySpan<byte> fields)
    {
        ulong major = BitConverter.ToUInt32(fields[136..]);
        ulong minor = BitConverter.ToUInt32(fields[140..]);
        ulong number = BitConverter.ToUInt64(fields[32..]);
        var identity = new FileIdentity((major << 32) | minor, number, Time(fields[80..]));
        return new FileStatus(identity, BitConverter.ToInt64(fields[40..]), Time(fields[112..]))
        {
            IsSpecial = FileStatus.IsSpecialMode(BitConverter.ToUInt16(fields[28..])),
        };
    }

    private static long Time(ReadOnlySpan<byte> field) => unchecked(
        (BitConverter.ToInt64(field) * 1_000_000_000) + BitConverter.ToUInt32(field[8..]));

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(int folder, byte[] path, int flags, uint mask, byte[] fields);
}
