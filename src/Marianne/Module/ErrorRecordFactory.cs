using System.Management.Automation;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Creates the error records that PowerShell reports.</summary>
internal static class ErrorRecordFactory
{
    /// <summary>
    /// Creates the record of an error. Its id is the name of the error, its target the object at fault. What PowerShell shows of
    /// it is safe for a terminal; the target is unchanged.
    /// </summary>
    public static ErrorRecord ToErrorRecord(this MarianneException error)
    {
        string message = TerminalText.Message(error.Message);
        MarianneException shown = message == error.Message ? error : new(error.Error, message, error.Target);
        var record = new ErrorRecord(shown, error.Error.ToString(), CategoryOf(error.Error), error.Target);
        record.CategoryInfo.TargetName = TerminalText.Summary(record.CategoryInfo.TargetName);
        return record;
    }

    /// <summary>Determines whether an error must be translated, because only the storage assembly knows its type.</summary>
    public static bool MustBeTranslated(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
        {
            if (StorageLoadContext.Owns(error) || error is IOException or UnauthorizedAccessException)
                return true;
        }

        return false;
    }

    /// <summary>
    /// Translates an error to a type that users can catch. It has no inner error, which could have a type that only the storage
    /// assembly knows.
    /// </summary>
    public static MarianneException Translate(Exception error) => error.GetBaseException() switch
    {
        UnauthorizedAccessException denied => new(MarianneError.StoreAccessDenied, denied.Message),
        { } other => new(MarianneError.StoreFailed, $"The store failed: {other.Message}"),
    };

    /// <summary>Returns the category of an error.</summary>
    public static ErrorCategory CategoryOf(MarianneError error) => error switch
    {
        MarianneError.JobNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.JobExists => ErrorCategory.ResourceExists,
        MarianneError.InvalidJobId => ErrorCategory.InvalidArgument,
        MarianneError.InvalidJob => ErrorCategory.InvalidData,
        MarianneError.InvalidSheet => ErrorCategory.InvalidData,
        MarianneError.SheetOutOfRange => ErrorCategory.InvalidArgument,
        MarianneError.InvalidTransition => ErrorCategory.InvalidOperation,
        MarianneError.JobIsPlayed => ErrorCategory.ResourceBusy,
        MarianneError.LeaseLost => ErrorCategory.ResourceUnavailable,
        MarianneError.ScoreChanged => ErrorCategory.InvalidOperation,
        MarianneError.WorkspaceUnusable => ErrorCategory.OpenError,
        MarianneError.JobFailed => ErrorCategory.InvalidResult,
        MarianneError.SaveConflict => ErrorCategory.WriteError,
        MarianneError.NotLiveObject => ErrorCategory.InvalidType,
        MarianneError.ArtifactsNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.InvalidParameter => ErrorCategory.InvalidArgument,
        MarianneError.InvalidRecord => ErrorCategory.InvalidData,
        MarianneError.InvalidOutput => ErrorCategory.InvalidData,
        MarianneError.OutputNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.OutputFileFailed => ErrorCategory.OpenError,
        MarianneError.CircuitNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.LimitNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.WorkerNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.CircuitDamaged => ErrorCategory.InvalidData,
        MarianneError.InstrumentNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.RecoveryGivenUp => ErrorCategory.OperationTimeout,
        MarianneError.ScoreNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.ScoreUnreadable => ErrorCategory.ParserError,
        MarianneError.ScoreInvalid => ErrorCategory.InvalidData,
        MarianneError.ScoreExists => ErrorCategory.ResourceExists,
        MarianneError.ScoreUnwritable => ErrorCategory.WriteError,
        MarianneError.StepNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.HistoryNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.HistoryExists => ErrorCategory.ResourceExists,
        MarianneError.InvalidHistory => ErrorCategory.InvalidData,
        MarianneError.HistoryInUse => ErrorCategory.ResourceBusy,
        MarianneError.HistoryFileFailed => ErrorCategory.OpenError,
        MarianneError.ReportExists => ErrorCategory.ResourceExists,
        MarianneError.ReportFileFailed => ErrorCategory.WriteError,
        MarianneError.InvalidItem => ErrorCategory.InvalidData,
        MarianneError.ItemNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.ApprovalNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.ApprovalAnswered => ErrorCategory.InvalidOperation,
        MarianneError.ApprovalExpired => ErrorCategory.OperationTimeout,
        MarianneError.ApprovalRequired => ErrorCategory.InvalidOperation,
        MarianneError.StoreNotFound => ErrorCategory.ObjectNotFound,
        MarianneError.StoreReplaced => ErrorCategory.ResourceUnavailable,
        MarianneError.NotAStore => ErrorCategory.InvalidData,
        MarianneError.StoreCorrupt => ErrorCategory.InvalidData,
        MarianneError.StoreTooNew => ErrorCategory.NotImplemented,
        MarianneError.StoreReadOnly => ErrorCategory.WriteError,
        MarianneError.StoreAccessDenied => ErrorCategory.PermissionDenied,
        MarianneError.StoreFull => ErrorCategory.ResourceUnavailable,
        MarianneError.StoreBusy => ErrorCategory.ResourceBusy,
        MarianneError.StoreClosed => ErrorCategory.ConnectionError,
        MarianneError.StoreFailed => ErrorCategory.ResourceUnavailable,
        _ => ErrorCategory.NotSpecified,
    };
}
