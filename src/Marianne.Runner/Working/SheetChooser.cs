using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Working;

/// <summary>
/// Chooses the sheets of a job that a worker claims, from the states of its sheets: it is a pure function, so it can be asked while the
/// job is locked.
/// </summary>
/// <param name="score">The score of the job.</param>
/// <param name="canRun">Determines whether this worker can run a sheet.</param>
internal sealed class SheetChooser(Score score, Func<int, bool> canRun)
{
    private readonly DependencyGraph _graph = SheetDependencies.GraphOf(score);
    private readonly GroupLimits _groups = new(score);

    /// <summary>Determines whether a sheet may start beside a number of running ones. The default is that it may.</summary>
    public Func<int, int, bool> MayStart { get; init; } = (_, _) => true;

    /// <summary>Returns the score of a job with its items.</summary>
    /// <param name="score">The score as it was written.</param>
    /// <param name="job">The job as it is stored.</param>
    public static Score ScoreOf(Score score, ClaimableJob job)
    {
        if (!score.HasForEach)
            return score;

        var items = new ScoreItems();
        items.Learn(job.Sheets);
        return score with { Items = items };
    }

    /// <summary>Chooses the sheets to claim.</summary>
    /// <param name="job">The job as it is stored.</param>
    /// <param name="capacity">How many sheets this worker can run beside those that it runs.</param>
    /// <param name="now">The current time.</param>
    public SheetChoice Choose(ClaimableJob job, int capacity, DateTimeOffset now)
    {
        IReadOnlyList<ClaimableSheet> sheets = job.Sheets;
        var choice = new SheetChoice([])
        {
            Progress = job.Progress,
            IsActive = sheets.Any(sheet => sheet.IsClaimed),
        };
        int[] failed = [.. sheets.Where(sheet => sheet.Status == SheetStatus.Failed).Select(sheet => sheet.Number)];
        int[] again = [.. failed.Where(number => !_groups.StaysFailed(number))];
        if (again.Length > 0 && job.Job.Status == JobStatus.Pending)
            return choice with { Numbers = again, IsReset = true };

        ClaimableSheet[] open = [.. Open(sheets, failed)];
        ClaimableSheet[] known = job.IsPart ? [.. open.Where(sheet => !sheet.IsExpanded)] : open; // It may have other open items.
        using IEnumerator<ClaimableSheet> fitting = Fitting(sheets, Startable(sheets, known, now), now).GetEnumerator();
        var numbers = new List<int>();
        while (numbers.Count < capacity && fitting.MoveNext())
            numbers.Add(fitting.Current.Number);
        return choice with
        {
            Numbers = numbers,
            HasMore = numbers.Count == capacity && fitting.MoveNext(),
            IsOver = open.All(sheet => IsAsked(sheet) && !IsDue(sheet, now)) && !choice.IsActive,
            NextAt = open.Where(sheet => !sheet.IsClaimed && !IsDue(sheet, now)).Min(sheet => sheet.NextAttemptAt),
        };
    }

    /// <summary>Returns the sheets that run, wait, or can start when there is a place for them.</summary>
    private IEnumerable<ClaimableSheet> Open(IReadOnlyList<ClaimableSheet> sheets, int[] failed)
    {
        var byNumber = sheets.ToDictionary(sheet => sheet.Number);
        var ready = new ReadySheets(byNumber.Keys, _graph, number => !byNumber.TryGetValue(number, out ClaimableSheet sheet) || sheet.IsFinished);
        bool hasFailed = false;
        HashSet<int> stopped = [];
        foreach (int number in failed)
        {
            if (JobEnd.Allows(score, number))
            {
                ready.Finish(number);
                continue;
            }

            ready.Fail(number);
            if (_groups.FailsAlone(number))
                continue;
            hasFailed = true;
            if (byNumber[number].Parent is > 0 and var group)
                stopped.Add(group);
        }

        bool startsNone = hasFailed && score.Parallel.FailFast;
        return ready.InOrder.Select(number => byNumber[number])
            .Where(sheet => IsStarted(sheet) || !(startsNone || stopped.Contains(sheet.Parent)));
    }

    /// <summary>Returns the first sheets that may run beside each other and beside those that run already.</summary>
    private IEnumerable<ClaimableSheet> Fitting(IReadOnlyList<ClaimableSheet> sheets, IEnumerable<ClaimableSheet> due, DateTimeOffset now)
    {
        List<int> running = [.. sheets.Where(sheet => IsTaken(sheet, now)).Select(sheet => sheet.Parent)];
        HashSet<int> full = [];
        foreach (ClaimableSheet sheet in due)
        {
            int group = sheet.Parent;
            if (full.Contains(group))
                continue;
            if (!_groups.MayStart(group, running))
            {
                full.Add(group);
                continue;
            }

            running.Add(group);
            yield return sheet;
        }
    }

    /// <summary>
    /// Sheets that were started come first, and then those that come first in the score. One starts at a time if there is a pause
    /// between starts, or if each start has to fit into the budget that the one before has left.
    /// </summary>
    private IEnumerable<ClaimableSheet> Startable(IReadOnlyList<ClaimableSheet> sheets, ClaimableSheet[] open, DateTimeOffset now)
    {
        int taken = sheets.Count(sheet => IsTaken(sheet, now));
        IEnumerable<ClaimableSheet> next = open
            .Where(sheet => !sheet.IsClaimed && IsDue(sheet, now))
            .OrderByDescending(IsStarted);
        // Without parallel runs, a sheet that another worker has to run keeps its turn.
        IEnumerable<ClaimableSheet> able = score.Parallel.Enabled
            ? next.Where(sheet => canRun(sheet.Number))
            : next.TakeWhile(sheet => canRun(sheet.Number));
        IEnumerable<ClaimableSheet> due = able.Where(sheet => MayStart(sheet.Number, taken));
        return score is { Parallel.StaggerDelayMs: 0, CostLimits.Enabled: false } ? due : due.Take(1);
    }

    /// <summary>
    /// Determines whether a sheet takes a place, with whichever worker. Without parallel runs, a sheet that waits keeps its place, because
    /// the sheets then run one after another.
    /// </summary>
    private bool IsTaken(ClaimableSheet sheet, DateTimeOffset now) =>
        sheet.IsClaimed || (!score.Parallel.Enabled && IsStarted(sheet) && !IsDue(sheet, now));

    /// <summary>A sheet that waits for approval is due when the time for an answer is over.</summary>
    private static bool IsDue(ClaimableSheet sheet, DateTimeOffset now) =>
        sheet.NextAttemptAt is { } next ? next <= now : !IsAsked(sheet);

    private static bool IsAsked(ClaimableSheet sheet) => sheet.Status == SheetStatus.Fermata;

    private static bool IsStarted(ClaimableSheet sheet) =>
        sheet.Status is SheetStatus.InProgress or SheetStatus.Waiting or SheetStatus.RetryScheduled;
}
