using System.Globalization;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Describes how the sheets of a job ended, and finds the outcomes that a learning store lacks.</summary>
/// <param name="score">The score of the job.</param>
/// <param name="time">The clock.</param>
internal sealed class SheetOutcomes(Score score, TimeProvider time)
{
    /// <summary>Outcomes are stored in local time, which jumps twice a year, and the system time may be changed.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromDays(1);

    /// <summary>The hash of the workspace. Its links are resolved once for all sheets.</summary>
    public string WorkspaceHash { get; } = LearningHash.OfWorkspace(score.WorkspacePath);

    /// <summary>Returns the outcome of a sheet. Its id is always the same, so recording it twice has no further effect.</summary>
    /// <param name="sheet">The sheet as it ended.</param>
    public OutcomeReport Of(Sheet sheet) => new()
    {
        Id = StableId.Of(string.Create(
            CultureInfo.InvariantCulture,
            $"outcome\n{sheet.JobId}\n{sheet.Number}\n{sheet.AttemptCount}\n{sheet.CompletedAt?.UtcTicks}")),
        SheetId = FormattableString.Invariant($"{sheet.JobId}-sheet{sheet.Number}"),
        JobId = score.Name,
        WorkspacePath = score.WorkspacePath,
        WorkspaceHash = WorkspaceHash,
        Duration = sheet.ExecutionDuration ?? TimeSpan.Zero,
        Status = sheet.Status,
        RetryCount = sheet.Measures.Retries + sheet.CompletionAttempts, // Rate limits and crashes are not counted.
        ValidationPassRate = (sheet.LastPassPercentage ?? (sheet.Status == SheetStatus.Completed ? 100 : 0)) / 100,
        Model = LearningValidator.FaultOfName(sheet.Measures.Model) is null ? sheet.Measures.Model : null, // Of an earlier version.
        ErrorCodes = sheet.Measures.ErrorCodes,
        StartedAt = sheet.StartedAt ?? sheet.CompletedAt ?? time.GetUtcNow(),
    };

    /// <summary>
    /// Returns the sheets of a job whose outcomes the learning store lacks, because a run was killed or the store failed.
    /// </summary>
    /// <param name="store">Reads the learning store.</param>
    /// <param name="job">The job with its sheets.</param>
    public async ValueTask<IReadOnlyList<Sheet>> FindMissingAsync(RunOutlet store, Job job)
    {
        // A fork has sheets whose outcomes belong to another job.
        Sheet[] ended = [.. job.Sheets.Where(HasOutcome).Where(sheet => job.ForkedFrom is null || sheet.CompletedAt >= job.CreatedAt)];
        if (ended.Length == 0)
            return [];

        // Earlier versions chose the ids of outcomes at random, so an outcome is found by the start of its sheet.
        ILookup<int, DateTimeOffset?> recorded = (await FindRecordedAsync(store, job).ConfigureAwait(false))
            .ToLookup(outcome => outcome.SheetNumber, outcome => outcome.StartedAt);
        Sheet[] missing = [.. ended.Where(sheet => !recorded[sheet.Number].Contains(Of(sheet).StartedAt))];
        return missing.Length == 0 || await store.GetClearedUntilAsync().ConfigureAwait(false) is not { } cleared
            ? missing
            : [.. missing.Where(sheet => sheet.CompletedAt > cleared + ClockTolerance)]; // The others may have been recorded and cleared.
    }

    /// <summary>Determines whether a run ended the sheet: it was started, or it was rejected before its first attempt.</summary>
    private static bool HasOutcome(Sheet sheet) =>
        (sheet.Status == SheetStatus.Completed && sheet.StartedAt is not null)
        || (sheet.Status == SheetStatus.Failed && (sheet.StartedAt is not null || sheet.Measures.ErrorCode is not null));

    private async ValueTask<List<LearnedOutcome>> FindRecordedAsync(RunOutlet store, Job job)
    {
        List<LearnedOutcome> recorded = [];
        var query = new OutcomeQuery
        {
            JobHash = LearningHash.OfJob(score.Name),
            WorkspaceHash = WorkspaceHash,
        };
        await foreach (LearnedOutcome outcome in store.ListOutcomesAsync(query).ConfigureAwait(false))
        {
            if (outcome.CompletedAt < job.CreatedAt - ClockTolerance)
                break; // The newest outcomes come first, so the rest belongs to earlier jobs.
            recorded.Add(outcome);
        }

        return recorded;
    }
}
