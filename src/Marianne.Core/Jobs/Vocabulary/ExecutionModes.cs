namespace Marianne.Jobs;

/// <summary>
/// The purposes of an attempt. The set is closed: other implementations cannot list jobs that have another value, so stores
/// reject it.
/// </summary>
public static class ExecutionModes
{
    /// <summary>The first attempt.</summary>
    public const string Normal = "normal";

    /// <summary>An attempt that only completes a partly valid result.</summary>
    public const string Completion = "completion";

    /// <summary>An attempt that starts again after a failure.</summary>
    public const string Retry = "retry";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } = [Normal, Completion, Retry];
}
