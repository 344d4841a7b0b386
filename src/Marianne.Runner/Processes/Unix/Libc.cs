using System.Runtime.InteropServices;

namespace Marianne.Processes;

/// <summary>The functions of the C library that .NET does not provide. A result that is not 0 is an error number.</summary>
internal static class Libc
{
    /// <summary>The name by which .NET finds the C library of each system.</summary>
    private const string Name = "libc";

    /// <summary>Allows a process that may be entered, as the mode of <see cref="Access"/>.</summary>
    public const int MayEnter = 1;

    private static readonly IntPtr Library = NativeLibrary.Load(Name, typeof(Libc).Assembly, DllImportSearchPath.SafeDirectories);

    /// <summary>Determines whether the C library has a function. Older versions lack some.</summary>
    /// <param name="function">The name of the function.</param>
    public static bool Has(string function) => NativeLibrary.TryGetExport(Library, function, out _);

    [DllImport(Name, EntryPoint = "posix_spawn")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Spawn(
        out int pid, byte[] path, IntPtr actions, IntPtr attributes, IntPtr[] arguments, IntPtr[] environment);

    [DllImport(Name, EntryPoint = "posix_spawnattr_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int InitializeAttributes(IntPtr attributes);

    [DllImport(Name, EntryPoint = "posix_spawnattr_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int DestroyAttributes(IntPtr attributes);

    [DllImport(Name, EntryPoint = "posix_spawnattr_setflags")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int SetFlags(IntPtr attributes, short flags);

    [DllImport(Name, EntryPoint = "posix_spawnattr_setsigdefault")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int SetDefaultSignals(IntPtr attributes, IntPtr signals);

    [DllImport(Name, EntryPoint = "posix_spawnattr_setsigmask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int SetSignalMask(IntPtr attributes, IntPtr signals);

    [DllImport(Name, EntryPoint = "posix_spawn_file_actions_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int InitializeActions(IntPtr actions);

    [DllImport(Name, EntryPoint = "posix_spawn_file_actions_destroy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int DestroyActions(IntPtr actions);

    [DllImport(Name, EntryPoint = "posix_spawn_file_actions_adddup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int AddDuplicate(IntPtr actions, int descriptor, int target);

    [DllImport(Name, EntryPoint = "posix_spawn_file_actions_addclose")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int AddClose(IntPtr actions, int descriptor);

    [DllImport(Name, EntryPoint = "posix_spawn_file_actions_addopen")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int AddOpen(IntPtr actions, int target, byte[] path, int flags, int mode);

    [DllImport(Name, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int AddCloseFrom(IntPtr actions, int descriptor);

    [DllImport(Name, EntryPoint = "posix_spawn_file_actions_addchdir_np")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int AddChangeFolder(IntPtr actions, byte[] path);

    /// <summary>Waits for a child process. Returns its id, or -1 with the error number.</summary>
    [DllImport(Name, EntryPoint = "waitpid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Wait(int pid, out int status, int options);

    /// <summary>Sends a signal to a process, or to a process group if the id is negative. Returns -1 if there is none.</summary>
    [DllImport(Name, EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Kill(int pid, int signal);

    /// <summary>Determines whether this user may access a path. Returns -1 if not.</summary>
    [DllImport(Name, EntryPoint = "access")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Access(byte[] path, int mode);
}
