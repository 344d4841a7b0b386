using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Marianne.Files;

/// <summary>Reads the status of files on macOS, with <c>stat</c>.</summary>
internal static class MacFile
{
    private const int NoSuchFile = 2;
    private const int NotAFolder = 20;

    /// <summary>Returns the status of a file, or <c>null</c> if it does not exist.</summary>
    public static FileStatus? StatusOf(string path)
    {
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        byte[] fields = new byte[256];
        bool isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        if ((isArm ? Stat(name, fields) : StatOfIntel(name, fields)) == 0)
            return Read(fields);

        return Marshal.GetLastPInvokeError() is NoSuchFile or NotAFolder ? null : FileStatus.Fallback(path);
    }

    private static FileStatus Read(ReadOnlySpan<byte> fields)
    {
        ulong device = BinaryPrimitives.ReadUInt32LittleEndian(fields);
        ulong number = BinaryPrimitives.ReadUInt64LittleEndian(fields[8..]);
        var identity = new FileIdentity(device, number, CreatedAt: 0); // A new file never gets the number of an earlier one.
        return new FileStatus(identity, BinaryPrimitives.ReadInt64LittleEndian(fields[96..]), Time(fields[48..]))
        {
            IsSpecial = FileStatus.IsSpecialMode(BinaryPrimitives.ReadUInt16LittleEndian(fields[4..])),
        };
    }

    private static long Time(ReadOnlySpan<byte> field) => unchecked(
        (BinaryPrimitives.ReadInt64LittleEndian(field) * 1_000_000_000) + BinaryPrimitives.ReadInt64LittleEndian(field[8..]));

    [DllImport("libc", EntryPoint = "stat", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat(byte[] path, byte[] fields);

    [DllImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatOfIntel(byte[] path, byte[] fields);
}
