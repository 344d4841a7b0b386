namespace Marianne.Jobs;

/// <summary>The reasons for which a sheet waits between two attempts.</summary>
public enum SheetWaitReason
{
    /// <summary>It ran into a rate limit and waits for its end. The job counts the wait.</summary>
    RateLimit,

    /// <summary>It failed and is retried from the start.</summary>
    Retry,

    /// <summary>Its result is only partly valid and is to be completed.</summary>
    Completion,

    /// <summary>It may not start yet: another job ran into a rate limit, or the circuit breaker is open.</summary>
    Hold,
}
