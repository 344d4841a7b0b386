using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Working;

/// <summary>
/// Chooses the sheets of a job that a worker claims, from the states of all its sheets: it is a pure function, so it can be asked
/// while the job is locked.
/// </summary>
/// <param name="score">The score of the job.</param>
/// <param name="canRun">Determines whether this worker can run a sheet.</param>
internal sealed class SheetChooser(Score score, Func<int, bool> canRun)
{
    private readonly DependencyGraph _graph = SheetDependencies.GraphOf(score);

    /// <summary>Determines whether a sheet may start beside a number of running ones. The default is that it may.</summary>
    public Func<int, int, bool> MayStart { get; init; } = (_, _) => true;

    /// <summary>Chooses the sheets to claim.</summary>
    /// <param name="job">The job as it is stored.</param>
    /// <param name="capacity">How many sheets this worker can run beside those that it runs.</param>
    /// <param name="now">The current time.</param>
    public SheetChoice Choose(ClaimableJob job, int capacity, DateTimeOffset now)
    {
        IReadOnlyList<ClaimableSheet> sheets = job.Sheets;
        var choice = new SheetChoice([])
        {
            Progress = new JobProgress(sheets.Count(sheet => sheet.IsFinished), sheets.Count),
            IsActive = sheets.Any(sheet => sheet.IsClaimed),
        };
        int[] failed = [.. sheets.Where(sheet => sheet.Status == SheetStatus.Failed).Select(sheet => sheet.Number)];
        if (failed.Length > 0 && job.Job.Status == JobStatus.Pending)
            return choice with { Numbers = failed, IsReset = true };

        ClaimableSheet[] open = [.. Open(sheets, failed)];
        return choice with
        {
            Numbers = [.. Startable(sheets, open, now).Take(Math.Max(0, Math.Min(capacity, score.Parallel.Slots - Taken(sheets, now))))],
            IsOver = open.All(sheet => IsAsked(sheet) && !IsDue(sheet, now)) && !choice.IsActive,
            NextAt = open.Where(sheet => !sheet.IsClaimed && !IsDue(sheet, now)).Min(sheet => sheet.NextAttemptAt),
        };
    }

    /// <summary>Returns the sheets that run, wait, or can start when there is a place for them.</summary>
    private IEnumerable<ClaimableSheet> Open(IReadOnlyList<ClaimableSheet> sheets, int[] failed)
    {
        var ready = new ReadySheets(sheets.Count, _graph, number => sheets[number - 1].IsFinished);
        bool hasFailed = false;
        foreach (int number in failed)
        {
            if (JobEnd.Allows(score, number))
                ready.Finish(number);
            else
                ready.Fail(number);
            hasFailed |= !JobEnd.Allows(score, number);
        }

        bool startsNone = hasFailed && score.Parallel.FailFast;
        return ready.InOrder.Select(number => sheets[number - 1]).Where(sheet => IsStarted(sheet) || !startsNone);
    }

    /// <summary>
    /// Sheets that were started come first, and then those that come first in the score. One starts at a time if there is a pause between starts, or if each start has to fit into
    /// the budget that the one before has left.
    /// </summary>
    private IEnumerable<int> Startable(IReadOnlyList<ClaimableSheet> sheets, ClaimableSheet[] open, DateTimeOffset now)
    {
        int taken = Taken(sheets, now);
        IEnumerable<int> next = open
            .Where(sheet => !sheet.IsClaimed && IsDue(sheet, now))
            .OrderByDescending(IsStarted)
            .Select(sheet => sheet.Number);
        // Without parallel runs, a sheet that another worker has to run keeps its turn.
        IEnumerable<int> due = (score.Parallel.Enabled ? next.Where(canRun) : next.TakeWhile(canRun)).Where(number => MayStart(number, taken));
        return score is { Parallel.StaggerDelayMs: 0, CostLimits.Enabled: false } ? due : due.Take(1);
    }

    /// <summary>
    /// Returns the number of places that are taken, by whichever worker. Without parallel runs, a sheet that waits keeps its place,
    /// because the sheets then run one after another.
    /// </summary>
    private int Taken(IReadOnlyList<ClaimableSheet> sheets, DateTimeOffset now) =>
        sheets.Count(sheet => sheet.IsClaimed || (!score.Parallel.Enabled && IsStarted(sheet) && !IsDue(sheet, now)));

    /// <summary>A sheet that waits for approval is due when the time for an answer is over.</summary>
    private static bool IsDue(ClaimableSheet sheet, DateTimeOffset now) =>
        sheet.NextAttemptAt is { } next ? next <= now : !IsAsked(sheet);

    private static bool IsAsked(ClaimableSheet sheet) => sheet.Status == SheetStatus.Fermata;

    private static bool IsStarted(ClaimableSheet sheet) =>
        sheet.Status is SheetStatus.InProgress or SheetStatus.Waiting or SheetStatus.RetryScheduled;
}
