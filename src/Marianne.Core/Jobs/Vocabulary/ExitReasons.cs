namespace Marianne.Jobs;

/// <summary>
/// The ways in which the process of a sheet ends. The set is closed: other implementations cannot list jobs that have another
/// value, so stores reject it.
/// </summary>
public static class ExitReasons
{
    /// <summary>It exited with code 0.</summary>
    public const string Completed = "completed";

    /// <summary>It was ended because it exceeded a timeout.</summary>
    public const string Timeout = "timeout";

    /// <summary>A signal ended it.</summary>
    public const string Killed = "killed";

    /// <summary>It exited with another code.</summary>
    public const string Error = "error";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } = [Completed, Timeout, Killed, Error];
}
