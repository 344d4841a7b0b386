namespace Marianne.Running;

/// <summary>What happened while a job was played.</summary>
public enum JobEventKind
{
    /// <summary>The job is played from its beginning.</summary>
    JobStarted,

    /// <summary>The job goes on where it was.</summary>
    JobResumed,

    /// <summary>Every sheet is done.</summary>
    JobCompleted,

    /// <summary>A sheet failed for good, and nothing more can run.</summary>
    JobFailed,

    /// <summary>Somebody paused it, or it may not spend more.</summary>
    JobPaused,

    /// <summary>Somebody cancelled it.</summary>
    JobCancelled,

    /// <summary>An attempt of a sheet began.</summary>
    SheetStarted,

    /// <summary>A sheet is done.</summary>
    SheetCompleted,

    /// <summary>A sheet was passed over.</summary>
    SheetSkipped,

    /// <summary>A sheet failed for good.</summary>
    SheetFailed,

    /// <summary>An attempt failed; another follows.</summary>
    SheetRetrying,

    /// <summary>An attempt did a part of its work; another follows, to complete it.</summary>
    SheetCompleting,

    /// <summary>A sheet waits: for a rate limit, or because all that was tried lately failed.</summary>
    SheetWaiting,

    /// <summary>An attempt was cut short, and does not count.</summary>
    SheetInterrupted,

    /// <summary>A sheet wrote something. It is not a change, and many are told of none of these.</summary>
    SheetOutput,

    /// <summary>Something that somebody should know.</summary>
    Warning,
}
