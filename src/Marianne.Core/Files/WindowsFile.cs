using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Marianne.Files;

/// <summary>
/// Reads the status of files on Windows, which needs a handle. It does not read the content, and no lock is released when it is
/// closed.
/// </summary>
internal static class WindowsFile
{
    private const uint ShareAll = 7;
    private const uint OpenExisting = 3;
    private const uint AlsoFolders = 0x0200_0000;
    private const int NoSuchFile = 2;
    private const int NoSuchFolder = 3;

    /// <summary>Returns the status of a file, or <c>null</c> if it does not exist.</summary>
    public static FileStatus? StatusOf(string path)
    {
        using SafeFileHandle handle = CreateFile(path, 0, ShareAll, 0, OpenExisting, AlsoFolders, 0);
        if (handle.IsInvalid)
            return Marshal.GetLastPInvokeError() is NoSuchFile or NoSuchFolder ? null : FileStatus.Fallback(path);

        byte[] fields = new byte[52];
        return GetInformation(handle, fields) ? Read(fields) : FileStatus.Fallback(path);
    }

    private static FileStatus Read(ReadOnlySpan<byte> fields)
    {
        ulong volume = BinaryPrimitives.ReadUInt32LittleEndian(fields[28..]);
        ulong number = Joined(fields[44..]);
        var identity = new FileIdentity(volume, number, CreatedAt: 0); // A program may change the time of the creation.
        return new FileStatus(identity, (long)Joined(fields[32..]), BinaryPrimitives.ReadInt64LittleEndian(fields[20..]));
    }

    /// <summary>Reads a number whose high half comes first.</summary>
    private static ulong Joined(ReadOnlySpan<byte> field) =>
        ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(field) << 32) | BinaryPrimitives.ReadUInt32LittleEndian(field[4..]);

    [DllImport("kernel32", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern SafeFileHandle CreateFile(
        string path, uint access, uint share, nint security, uint creation, uint flags, nint template);

    [DllImport("kernel32", EntryPoint = "GetFileInformationByHandle", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetInformation(SafeFileHandle file, byte[] fields);
}
