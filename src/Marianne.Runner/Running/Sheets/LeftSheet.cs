using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Ends the work on a sheet that this run leaves as it is stored, and announces why.</summary>
/// <param name="journal">Announces the events of the sheet.</param>
internal sealed class LeftSheet(SheetJournal journal)
{
    /// <summary>Leaves a sheet to another worker: its claim is lost, or its wait is saved.</summary>
    /// <param name="isLost">Indicates whether the claim is lost, so that nothing more may be written.</param>
    public SheetRunResult ToAnother(bool isLost)
    {
        if (isLost)
            journal.Announce(JobEventKind.SheetInterrupted, "The claim of the sheet was lost. Another worker runs it again.");
        return SheetRunResult.Stopped;
    }

    /// <summary>Leaves a sheet as another process changed it.</summary>
    /// <param name="changed">The sheet as it is stored.</param>
    public SheetRunResult AsChanged(Sheet changed)
    {
        string details = changed.ErrorMessage is { } message ? $": {message}" : ".";
        (JobEventKind kind, SheetRunResult result) = changed.Status switch
        {
            SheetStatus.Completed => (JobEventKind.SheetCompleted, SheetRunResult.Done),
            SheetStatus.Skipped => (JobEventKind.SheetSkipped, SheetRunResult.Done),
            SheetStatus.Failed => (JobEventKind.SheetFailed, SheetRunResult.Failed),
            _ => (JobEventKind.SheetInterrupted, SheetRunResult.Stopped),
        };
        journal.Announce(kind, $"Set to {changed.Status} by another process{details}");
        return result;
    }
}
