using System.Globalization;
using System.Runtime.InteropServices;

namespace Marianne.Processes;

/// <summary>What happens in a new process before its program starts: its folder, and its descriptors.</summary>
internal sealed class SpawnActions : IDisposable
{
    /// <summary>The structures of all known systems are smaller: 80 bytes with glibc, 8 on macOS.</summary>
    private const int Size = 1024;
    private const int ReadOnly = 0;
    private const int FirstOther = 3;
    private const int CloseOnExecute = 0x80000;

    private static readonly byte[] NullDevice = NativeStrings.Of("/dev/null");
    private static readonly bool CanCloseAll = Libc.Has("posix_spawn_file_actions_addclosefrom_np");
    private static readonly Lazy<int[]> Inherited = new(FindInherited);

    /// <summary>Initializes a new instance.</summary>
    /// <param name="request">The program to start.</param>
    public SpawnActions(SpawnRequest request)
    {
        Address = Marshal.AllocHGlobal(Size);
        SpawnError.ThrowIfFailed(Libc.InitializeActions(Address));
        if (CanChangeFolder)
            SpawnError.ThrowIfFailed(Libc.AddChangeFolder(Address, NativeStrings.Of(request.Folder)));

        foreach ((int target, int descriptor) in request.Descriptors)
            SpawnError.ThrowIfFailed(Libc.AddDuplicate(Address, descriptor, target));
        if (!request.Descriptors.ContainsKey(0))
            SpawnError.ThrowIfFailed(Libc.AddOpen(Address, 0, NullDevice, ReadOnly, 0));
        CloseOthers(request.Descriptors);
    }

    /// <summary>Indicates whether the folder is set here. Otherwise the program must change to it.</summary>
    public static bool CanChangeFolder { get; } = Libc.Has("posix_spawn_file_actions_addchdir_np");

    /// <summary>The address of the structure.</summary>
    public IntPtr Address { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Libc.DestroyActions(Address);
        Marshal.FreeHGlobal(Address);
    }

    /// <summary>
    /// Closes what this process itself has inherited from the one that started it. What it opened is closed by the kernel.
    /// </summary>
    private void CloseOthers(IReadOnlyDictionary<int, int> descriptors)
    {
        int first = Math.Max(FirstOther, descriptors.Keys.DefaultIfEmpty().Max() + 1);
        if (OperatingSystem.IsMacOS())
            return; // An attribute closes all.
        if (CanCloseAll)
            SpawnError.ThrowIfFailed(Libc.AddCloseFrom(Address, first));
        else
            Array.ForEach(
                [.. Inherited.Value.Where(descriptor => descriptor >= first)],
                descriptor => SpawnError.ThrowIfFailed(Libc.AddClose(Address, descriptor)));
    }

    private static int[] FindInherited()
    {
        try
        {
            return [.. Directory.EnumerateFiles("/proc/self/fdinfo").Where(IsInherited)
                .Select(file => int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // Without /proc they are left open, as every shell does.
        }
    }

    private static bool IsInherited(string file)
    {
        try
        {
            string? flags = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal));
            return flags is not null && (Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & CloseOnExecute) == 0;
        }
        catch (IOException)
        {
            return false; // It was closed meanwhile.
        }
    }
}
