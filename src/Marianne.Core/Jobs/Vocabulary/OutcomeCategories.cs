namespace Marianne.Jobs;

/// <summary>
/// The outcomes of a sheet. The set is closed: other implementations cannot list jobs that have another value, so stores
/// reject it.
/// </summary>
public static class OutcomeCategories
{
    /// <summary>The first attempt succeeded.</summary>
    public const string SuccessFirstTry = "success_first_try";

    /// <summary>A retry succeeded.</summary>
    public const string SuccessRetry = "success_retry";

    /// <summary>An attempt that completed a partly valid result succeeded.</summary>
    public const string SuccessCompletion = "success_completion";

    /// <summary>The sheet failed after all attempts that it may have.</summary>
    public const string FailedExhausted = "failed_exhausted";

    /// <summary>The sheet failed with an error that another attempt cannot fix.</summary>
    public const string FailedFatal = "failed_fatal";

    /// <summary>A person decided to skip the sheet.</summary>
    public const string SkippedByEscalation = "skipped_by_escalation";

    /// <summary>All values.</summary>
    public static IReadOnlyList<string> All { get; } =
        [SuccessFirstTry, SuccessRetry, SuccessCompletion, FailedExhausted, FailedFatal, SkippedByEscalation];
}
