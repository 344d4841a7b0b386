namespace Marianne.Jobs;

/// <summary>The status of a sheet.</summary>
public enum SheetStatus : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>The sheet was not started, or its attempt was reverted.</summary>
    Pending,

    /// <summary>Every sheet that it depends on is finished.</summary>
    Ready,

    /// <summary>The sheet was handed to a runner.</summary>
    Dispatched,

    /// <summary>An attempt is running.</summary>
    InProgress,

    /// <summary>The sheet waits for the end of a rate limit.</summary>
    Waiting,

    /// <summary>The sheet waits for its next attempt.</summary>
    RetryScheduled,

    /// <summary>The sheet waits for the decision of a person.</summary>
    Fermata,

    /// <summary>The sheet is completed.</summary>
    Completed,

    /// <summary>The last attempt failed.</summary>
    Failed,

    /// <summary>The sheet was skipped. It counts as finished.</summary>
    Skipped,

    /// <summary>The sheet was cancelled with its job.</summary>
    Cancelled,

    /// <summary>The store has an unknown value. It is preserved, and this member is never written.</summary>
    Unknown,
}
