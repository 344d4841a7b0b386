namespace Marianne.Jobs;

/// <summary>What a sheet waits for between two attempts.</summary>
public enum SheetWaitReason
{
    /// <summary>A rate limit that it ran into ends. The job counts it among its waits.</summary>
    RateLimit,

    /// <summary>It failed, and is tried again from the start.</summary>
    Retry,

    /// <summary>Its result is only partly valid, and is to be completed.</summary>
    Completion,

    /// <summary>It may not start yet: others ran into a limit, or all that was tried lately failed.</summary>
    Hold,
}
