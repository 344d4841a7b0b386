namespace Marianne;

/// <summary>
/// What went wrong, as a stable word: the error id that a script can test for.
/// <c>about_Marianne_Errors</c> has one row for each.
/// </summary>
public enum MarianneError
{
    /// <summary>No job has this id.</summary>
    JobNotFound,

    /// <summary>A job with this id exists already.</summary>
    JobExists,

    /// <summary>The id is empty, longer than 256 characters, or has control characters.</summary>
    InvalidJobId,

    /// <summary>A property of a job holds a value that must not be written.</summary>
    InvalidJob,

    /// <summary>A property of a sheet holds a value that must not be written.</summary>
    InvalidSheet,

    /// <summary>The sheet's number is outside 1..TotalSheets.</summary>
    SheetOutOfRange,

    /// <summary>The job's or the sheet's status does not allow what was asked.</summary>
    InvalidTransition,

    /// <summary>Another process plays the job.</summary>
    JobIsPlayed,

    /// <summary>The score of the job changed since the job was last played.</summary>
    ScoreChanged,

    /// <summary>The workspace of a job cannot be used.</summary>
    WorkspaceUnusable,

    /// <summary>A job was played, and a sheet of it failed for good.</summary>
    JobFailed,

    /// <summary>Somebody else saved the job after it was loaded.</summary>
    SaveConflict,

    /// <summary>The object came from another process or session and holds only values.</summary>
    NotLiveObject,

    /// <summary>Artifacts to rebuild a job from were not found.</summary>
    ArtifactsNotFound,

    /// <summary>A parameter holds a value that cannot be used.</summary>
    InvalidParameter,

    /// <summary>An outcome, a recovery, a rate limit, a cluster or a circuit breaker holds a value that must not be written.</summary>
    InvalidRecord,

    /// <summary>No circuit breaker has this name.</summary>
    CircuitNotFound,

    /// <summary>What the store holds of a circuit breaker cannot be read.</summary>
    CircuitDamaged,

    /// <summary>There is no such file of a score.</summary>
    ScoreNotFound,

    /// <summary>The file is not written as its format wants it, or is beyond the limits.</summary>
    ScoreUnreadable,

    /// <summary>The score has keys or values that it must not have.</summary>
    ScoreInvalid,

    /// <summary>The file of a new score exists already.</summary>
    ScoreExists,

    /// <summary>The file of a new score cannot be written.</summary>
    ScoreUnwritable,

    /// <summary>No step of the history has this id, or it was pruned.</summary>
    StepNotFound,

    /// <summary>There is no execution history in this file, or attached to this job or sheet.</summary>
    HistoryNotFound,

    /// <summary>There is an execution history already, and it was not to be replaced.</summary>
    HistoryExists,

    /// <summary>What was read is no execution history, or a damaged one.</summary>
    InvalidHistory,

    /// <summary>Another thread is using the execution history.</summary>
    HistoryInUse,

    /// <summary>The file of an execution history cannot be read or written.</summary>
    HistoryFileFailed,

    /// <summary>There is no store at this place, and it was not to be made.</summary>
    StoreNotFound,

    /// <summary>The file or the folder is not a store.</summary>
    NotAStore,

    /// <summary>The store's file is damaged.</summary>
    StoreCorrupt,

    /// <summary>A newer version wrote the store.</summary>
    StoreTooNew,

    /// <summary>The store cannot be written.</summary>
    StoreReadOnly,

    /// <summary>The store's place may not be read or made.</summary>
    StoreAccessDenied,

    /// <summary>The disk is full.</summary>
    StoreFull,

    /// <summary>Another process kept the store locked for longer than the wait.</summary>
    StoreBusy,

    /// <summary>The store was closed.</summary>
    StoreClosed,

    /// <summary>Reading or writing the store failed for another reason.</summary>
    StoreFailed,
}
