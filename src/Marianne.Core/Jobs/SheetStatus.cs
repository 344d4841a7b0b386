namespace Marianne.Jobs;

/// <summary>Where a sheet stands.</summary>
public enum SheetStatus
{
    /// <summary>Never started.</summary>
    Pending,

    /// <summary>Everything it depends on is done.</summary>
    Ready,

    /// <summary>Handed to a runner.</summary>
    Dispatched,

    /// <summary>Running.</summary>
    InProgress,

    /// <summary>Waiting for a rate limit to end.</summary>
    Waiting,

    /// <summary>Waiting for its next attempt.</summary>
    RetryScheduled,

    /// <summary>Held until a person decides.</summary>
    Fermata,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Its last attempt failed.</summary>
    Failed,

    /// <summary>Passed over; it counts as done.</summary>
    Skipped,

    /// <summary>Ended with its job.</summary>
    Cancelled,

    /// <summary>The store holds a word that is none of these. It is shown and kept, never written.</summary>
    Unknown,
}
