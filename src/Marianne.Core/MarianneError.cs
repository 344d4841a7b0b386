namespace Marianne;

/// <summary>
/// The kinds of errors. The names are stable: they are the error ids that scripts can test for. The help topic
/// <c>about_Marianne_Errors</c> describes each of them.
/// </summary>
public enum MarianneError
{
    /// <summary>The job does not exist.</summary>
    JobNotFound,

    /// <summary>A job with this id already exists.</summary>
    JobExists,

    /// <summary>The job id is empty, longer than 256 characters, or contains control characters.</summary>
    InvalidJobId,

    /// <summary>A property of a job has an invalid value.</summary>
    InvalidJob,

    /// <summary>A property of a sheet has an invalid value.</summary>
    InvalidSheet,

    /// <summary>The sheet's number is outside 1 to the number of sheets of the job.</summary>
    SheetOutOfRange,

    /// <summary>The status of the job, the sheet or the step does not allow the change.</summary>
    InvalidTransition,

    /// <summary>Another process runs the job.</summary>
    JobIsPlayed,

    /// <summary>The run has lost its claim of the job or the sheet, so nothing was written.</summary>
    LeaseLost,

    /// <summary>The score of the job changed since the last run.</summary>
    ScoreChanged,

    /// <summary>The workspace of the job cannot be used.</summary>
    WorkspaceUnusable,

    /// <summary>The job was run, and a sheet failed.</summary>
    JobFailed,

    /// <summary>The job was modified or removed by another process since it was loaded.</summary>
    SaveConflict,

    /// <summary>The object was deserialized from another process or session, so it cannot be used.</summary>
    NotLiveObject,

    /// <summary>No artifacts were found from which the job can be rebuilt.</summary>
    ArtifactsNotFound,

    /// <summary>A parameter has an invalid value.</summary>
    InvalidParameter,

    /// <summary>An outcome, a recovery, a rate limit, a cluster or a circuit breaker has an invalid value.</summary>
    InvalidRecord,

    /// <summary>An output of a sheet has an invalid name or value, or its value cannot be found.</summary>
    InvalidOutput,

    /// <summary>A sheet has no output with this name.</summary>
    OutputNotFound,

    /// <summary>The file with the value of an output cannot be read or written, or was changed.</summary>
    OutputFileFailed,

    /// <summary>The circuit breaker does not exist.</summary>
    CircuitNotFound,

    /// <summary>The stored state of a circuit breaker cannot be read.</summary>
    CircuitDamaged,

    /// <summary>The file of a score does not exist.</summary>
    ScoreNotFound,

    /// <summary>The file of a score cannot be parsed, or it exceeds the limits.</summary>
    ScoreUnreadable,

    /// <summary>The score has unknown keys or invalid values.</summary>
    ScoreInvalid,

    /// <summary>The file of a new score already exists.</summary>
    ScoreExists,

    /// <summary>The file of a new score cannot be written.</summary>
    ScoreUnwritable,

    /// <summary>The step does not exist in the execution history, or it was pruned.</summary>
    StepNotFound,

    /// <summary>The file does not exist, or no execution history is attached to the job or sheet.</summary>
    HistoryNotFound,

    /// <summary>An execution history already exists and was not to be replaced.</summary>
    HistoryExists,

    /// <summary>The content is not an execution history, or it is damaged.</summary>
    InvalidHistory,

    /// <summary>Another thread is using the execution history.</summary>
    HistoryInUse,

    /// <summary>The file of an execution history cannot be read or written.</summary>
    HistoryFileFailed,

    /// <summary>The store does not exist and was not to be created.</summary>
    StoreNotFound,

    /// <summary>The file or the folder is not a store.</summary>
    NotAStore,

    /// <summary>The store is damaged.</summary>
    StoreCorrupt,

    /// <summary>The store was written by a newer version.</summary>
    StoreTooNew,

    /// <summary>The store cannot be written.</summary>
    StoreReadOnly,

    /// <summary>The store may not be read or created: access is denied.</summary>
    StoreAccessDenied,

    /// <summary>The disk is full.</summary>
    StoreFull,

    /// <summary>The store is busy: another process kept it locked for longer than the timeout.</summary>
    StoreBusy,

    /// <summary>The store is closed.</summary>
    StoreClosed,

    /// <summary>Reading or writing the store failed for another reason.</summary>
    StoreFailed,

    /// <summary>Another file or folder took the place of the store while it was open.</summary>
    StoreReplaced,

    /// <summary>The instrument does not exist.</summary>
    InstrumentNotFound,

    /// <summary>There is no next attempt after an error, because further waits are expected to cost more than they are worth.</summary>
    RecoveryGivenUp,

    /// <summary>The limit across jobs does not exist.</summary>
    LimitNotFound,

    /// <summary>The worker does not exist.</summary>
    WorkerNotFound,

    /// <summary>The file of a report already exists and was not to be replaced.</summary>
    ReportExists,

    /// <summary>The file of a report cannot be written.</summary>
    ReportFileFailed,

    /// <summary>An item cannot be kept, or has the same key as another.</summary>
    InvalidItem,

    /// <summary>The job has no item with the key.</summary>
    ItemNotFound,

    /// <summary>The sheet does not wait for approval.</summary>
    ApprovalNotFound,

    /// <summary>The approval is already answered.</summary>
    ApprovalAnswered,

    /// <summary>The answer came after the timeout of the approval.</summary>
    ApprovalExpired,

    /// <summary>The sheet waits for approval and cannot be started.</summary>
    ApprovalRequired,
}
