using System.Runtime.InteropServices;

namespace Marianne.Storage.Postgres;

/// <summary>The library with which .NET authenticates and encrypts by Kerberos. Images of containers often lack it.</summary>
internal static class Kerberos
{
    private const string LinuxLibrary = "libgssapi_krb5.so.2";

    /// <summary>Indicates whether this machine has the library. Windows and macOS always have it.</summary>
    public static bool IsInstalled { get; } = !OperatingSystem.IsLinux() || CanLoad();

    private static bool CanLoad()
    {
        bool canLoad = NativeLibrary.TryLoad(LinuxLibrary, out nint library);
        if (canLoad)
            NativeLibrary.Free(library);
        return canLoad;
    }
}
