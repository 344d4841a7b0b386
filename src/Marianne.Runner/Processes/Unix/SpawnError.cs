using System.ComponentModel;

namespace Marianne.Processes;

/// <summary>The error numbers with which a program cannot be started.</summary>
internal static class SpawnError
{
    public const int NotPermitted = 1;
    public const int NotFound = 2;
    public const int TooLong = 7;
    public const int NotAProgram = 8;
    public const int OutOfMemory = 12;
    public const int AccessDenied = 13;
    public const int NotAFolder = 20;
    public const int TooManyFilesOnSystem = 23;
    public const int TooManyFiles = 24;

    /// <summary>The system has no room for another process: EAGAIN.</summary>
    public static int TryAgain { get; } = OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Throws if a call has failed.</summary>
    /// <param name="error">The error number, or 0.</param>
    /// <exception cref="Win32Exception">The call has failed.</exception>
    public static void ThrowIfFailed(int error)
    {
        if (error != 0)
            throw new Win32Exception(error);
    }
}
