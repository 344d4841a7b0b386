using System.Runtime.InteropServices;

namespace Marianne.Processes;

/// <summary>
/// The attributes with which a program starts: a session of its own, the default action of every signal, and no blocked signal.
/// </summary>
internal sealed class SpawnAttributes : IDisposable
{
    private const int SetProcessGroup = 0x02;
    private const int SetSignalDefaults = 0x04;
    private const int SetSignalMask = 0x08;
    private const int CloseByDefault = 0x4000; // On macOS only.
    private const int Kill = 9;

    /// <summary>The structures of all known systems are smaller: 336 bytes with glibc, 8 on macOS.</summary>
    private const int AttributesSize = 1024;
    private const int SignalsSize = 128;

    private readonly IntPtr _signals = Marshal.AllocHGlobal(SignalsSize);

    /// <summary>Initializes a new instance.</summary>
    public SpawnAttributes()
    {
        Address = Marshal.AllocHGlobal(AttributesSize);
        SpawnError.ThrowIfFailed(Libc.InitializeAttributes(Address));

        int signals = SetSignalDefaults | SetSignalMask | (OperatingSystem.IsMacOS() ? CloseByDefault : 0);
        if (Libc.SetFlags(Address, (short)(signals | SetSession)) != 0) // Older C libraries know no sessions here.
            SpawnError.ThrowIfFailed(Libc.SetFlags(Address, (short)(signals | SetProcessGroup)));

        Marshal.Copy(new byte[SignalsSize], 0, _signals, SignalsSize);
        SpawnError.ThrowIfFailed(Libc.SetSignalMask(Address, _signals));

        // The functions for sets leave out the signals that the C library uses itself, and those would be ignored then.
        Marshal.WriteInt64(_signals, ~(BitOf(Kill) | BitOf(Stop)));
        SpawnError.ThrowIfFailed(Libc.SetDefaultSignals(Address, _signals));
    }

    /// <summary>The address of the structure.</summary>
    public IntPtr Address { get; }

    private static int SetSession => OperatingSystem.IsMacOS() ? 0x0400 : 0x80;

    private static int Stop => OperatingSystem.IsMacOS() ? 17 : 19;

    private static long BitOf(int signal) => 1L << (signal - 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Libc.DestroyAttributes(Address);
        Marshal.FreeHGlobal(Address);
        Marshal.FreeHGlobal(_signals);
    }
}
