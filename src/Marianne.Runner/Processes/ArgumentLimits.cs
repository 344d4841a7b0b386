namespace Marianne.Processes;

/// <summary>The limits that operating systems set to what is passed to a new process.</summary>
internal static class ArgumentLimits
{
    /// <summary>
    /// The most bytes of one argument or variable, with its name and a null character: 32 pages on Linux. Elsewhere only the
    /// sum of all is limited.
    /// </summary>
    public static int LongestString { get; } = OperatingSystem.IsLinux() ? 32 * Environment.SystemPageSize : int.MaxValue;

    /// <summary>The most bytes of a command that is passed as an argument, less some room for the rest.</summary>
    public const int LongestText = 120_000;

    /// <summary>The most bytes of a prompt that is passed as an argument without a shell.</summary>
    public static int LongestArgument { get; } = OperatingSystem.IsLinux() ? LongestString - 1
        : OperatingSystem.IsWindows() ? LongestPromptOnWindows
        : LongestPromptOnOtherSystems;

    private const int LongestPromptOnWindows = 30_000;
    private const int LongestPromptOnOtherSystems = 512 * 1024;

    /// <summary>The most characters of a command on Windows.</summary>
    public const int LongestOnWindows = 8000;
}
