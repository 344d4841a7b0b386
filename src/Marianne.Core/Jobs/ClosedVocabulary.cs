namespace Marianne.Jobs;

/// <summary>
/// The words that a sheet's text columns may hold. The sets are closed: one foreign word makes another
/// implementation's whole listing fail, so a store writes no others.
/// </summary>
public static class ClosedVocabulary
{
    /// <summary>Why a sheet failed.</summary>
    public static IReadOnlyList<string> ErrorCategories { get; } =
    [
        "rate_limit", "transient", "validation", "auth", "network", "timeout", "signal", "fatal", "configuration",
        "preflight", "escalation",
    ];

    /// <summary>How a sheet's process ended.</summary>
    public static IReadOnlyList<string> ExitReasons { get; } = ["completed", "timeout", "killed", "error"];

    /// <summary>What an attempt was for.</summary>
    public static IReadOnlyList<string> ExecutionModes { get; } = ["normal", "completion", "retry"];

    /// <summary>What came of a sheet.</summary>
    public static IReadOnlyList<string> OutcomeCategories { get; } =
    [
        "success_first_try", "success_retry", "success_completion", "failed_exhausted", "failed_fatal",
        "skipped_by_escalation",
    ];
}
