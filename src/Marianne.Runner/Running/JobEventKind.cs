namespace Marianne.Running;

/// <summary>The kinds of events of a run.</summary>
public enum JobEventKind : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>A new job was started.</summary>
    JobStarted,

    /// <summary>An existing job was resumed.</summary>
    JobResumed,

    /// <summary>Every sheet is done.</summary>
    JobCompleted,

    /// <summary>A sheet failed, and no other sheet can run.</summary>
    JobFailed,

    /// <summary>The job was paused, or reached its cost limit.</summary>
    JobPaused,

    /// <summary>The job was cancelled.</summary>
    JobCancelled,

    /// <summary>An attempt of a sheet started.</summary>
    SheetStarted,

    /// <summary>A sheet was completed.</summary>
    SheetCompleted,

    /// <summary>A sheet was skipped.</summary>
    SheetSkipped,

    /// <summary>A sheet failed and is not retried.</summary>
    SheetFailed,

    /// <summary>An attempt failed, and the sheet is retried.</summary>
    SheetRetrying,

    /// <summary>An attempt did part of its work, and another attempt is to complete it.</summary>
    SheetCompleting,

    /// <summary>A sheet waits for a rate limit, for an open circuit breaker or for a slot of a limit across jobs.</summary>
    SheetWaiting,

    /// <summary>An attempt was interrupted and does not count.</summary>
    SheetInterrupted,

    /// <summary>A sheet wrote a line of output. This is not a change of the job.</summary>
    SheetOutput,

    /// <summary>Something requires the user's attention.</summary>
    Warning,

    /// <summary>Another run already runs the job, so this run did nothing. This is not a change of the job.</summary>
    JobSkipped,

    /// <summary>Another run already runs the job, and this run waits until it has ended. This is not a change of the job.</summary>
    JobWaiting,

    /// <summary>A sheet has found its items, which run next.</summary>
    SheetExpanded,
}
