using System.Collections.Concurrent;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Working;

/// <summary>One look at the queue: what of each job is chosen, and what the store then grants.</summary>
/// <param name="options">The options of the worker.</param>
/// <param name="scores">The scores of the jobs.</param>
/// <param name="runs">The runs of jobs that have sheets here, by id.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkRound(WorkerOptions options, WorkScores scores, IReadOnlyDictionary<string, SharedRun> runs, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (Job Job, SheetChoice Choice)> _choices = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.Ordinal);

    /// <summary>The claims that the store gave.</summary>
    public IReadOnlyList<GrantedClaim> Granted { get; private set; } = [];

    /// <summary>The timestamp before the store was asked.</summary>
    public long SentAt { get; private set; }

    /// <summary>Why jobs cannot be run, by id.</summary>
    public IReadOnlyDictionary<string, string> Problems => _problems;

    /// <summary>The ids of the jobs of which nothing is left to run.</summary>
    public IEnumerable<string> Over => _choices.Where(item => item.Value.Choice.IsOver).Select(item => item.Key);

    /// <summary>Indicates whether sheets of jobs that this worker could work on are claimed.</summary>
    public bool IsActive => _choices.Values.Any(item => item.Choice.IsActive);

    /// <summary>The time at which the next waiting sheet is due; <c>null</c> if none waits.</summary>
    public DateTimeOffset? NextAt => _choices.Values.Min(item => item.Choice.NextAt);

    /// <summary>Indicates whether there are sheets that other workers could run beside those that were chosen.</summary>
    public bool HasMore => _choices.Values.Any(item => item.Choice.HasMore);

    /// <summary>Indicates whether a job was ended.</summary>
    public bool HasClosed { get; set; }

    /// <summary>Indicates whether there was something to do, so that there may be more.</summary>
    public bool HasWork => HasClosed || Granted.Count > 0;

    /// <summary>Determines whether a job was in the queue and could be worked on.</summary>
    /// <param name="jobId">The job's id.</param>
    public bool HasSeen(string jobId) => _choices.ContainsKey(jobId);

    /// <summary>Returns the job of a claim, and what was chosen of it.</summary>
    /// <param name="jobId">The job's id.</param>
    public (Job Job, SheetChoice Choice) Of(string jobId) => _choices[jobId];

    /// <summary>Claims sheets.</summary>
    /// <param name="store">The store.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="capacity">The number of sheets that the worker can run beside those that it runs.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask ClaimAsync(IClaimStore store, Worker worker, int capacity, CancellationToken cancellationToken)
    {
        SentAt = time.GetTimestamp();
        var request = new SheetClaimRequest(worker, job => Choose(job, capacity)) { Count = int.MaxValue }; // The choice is limited.
        Granted = await store.ClaimSheetsAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private IReadOnlyList<int> Choose(ClaimableJob job, int capacity)
    {
        SheetChoice choice = ChoiceOf(job, capacity);
        _choices[job.Job.Id] = (job.Job, choice);
        return choice.Numbers;
    }

    private SheetChoice ChoiceOf(ClaimableJob job, int capacity)
    {
        if (options.Tags.Count > 0 && !job.Job.Tag.Intersect(options.Tags, StringComparer.OrdinalIgnoreCase).Any())
            return SheetChoice.None;

        (WorkScore? score, string? problem) = scores.Of(job.Job);
        if (score is null)
        {
            _problems[job.Job.Id] = problem!;
            return SheetChoice.None;
        }

        SharedRun? run = runs.GetValueOrDefault(job.Job.Id);
        if (run is not null && (run.IsEnding || run.ConfigHash != job.Job.ConfigHash))
            return SheetChoice.None;

        Score ofJob = SheetChooser.ScoreOf(score.Score, job);
        var chooser = new SheetChooser(ofJob, number => score.MayRun(ofJob, number))
        {
            MayStart = run is null ? (_, _) => true : run.MayStart,
        };
        return chooser.Choose(job, capacity, time.GetUtcNow());
    }
}
