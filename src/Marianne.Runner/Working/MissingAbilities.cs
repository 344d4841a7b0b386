using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Working;

/// <summary>Finds the sheets of queued jobs that could start next, but that no live worker can run.</summary>
/// <remarks>
/// The workers are read once, when the first queued job is examined. A few jobs are looked up in the queue one by one; for more, the
/// queue is read once.
/// </remarks>
/// <param name="store">The store of the jobs.</param>
/// <param name="time">The clock.</param>
public sealed class MissingAbilities(IClaimStore store, TimeProvider time)
{
    /// <summary>The number of jobs that are looked up in the queue one by one.</summary>
    private const int LookedUp = 3;

    private HashSet<string>? _announced;
    private HashSet<string>? _queued;
    private int _count;

    /// <summary>Returns the user's own profiles of instruments by name. The default is none.</summary>
    public Func<IReadOnlyDictionary<string, InstrumentOptions>> OwnInstruments { get; init; } =
        () => new Dictionary<string, InstrumentOptions>();

    private InstrumentCatalog Instruments => field ??= new InstrumentCatalog(own: OwnInstruments());

    /// <summary>
    /// Sets <see cref="Sheet.MissingAbility"/> of the sheets of a job. A job without a valid score is left alone: workers say what is
    /// wrong with it.
    /// </summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask MarkAsync(Job job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);

        // A process that runs the whole job does not need the workers.
        bool isForWorkers = job is { Status: JobStatus.Pending } or { Status: JobStatus.Running, Runner: null }
            or { Status: JobStatus.Running, IsZombie: true };
        if (!isForWorkers || job.ConfigSnapshot is null || !await IsQueuedAsync(job.Id, cancellationToken).ConfigureAwait(false)
            || JobPreparer.KeptScoreOf(job)?.ExpandedFor(job) is not { } score || score.SheetCount != job.TotalSheets)
        {
            return;
        }

        HashSet<string> announced = await AnnouncedAsync(cancellationToken).ConfigureAwait(false);
        var state = new ClaimableJob(job, [.. job.Sheets.Select(ClaimableJob.StateOf)]);
        foreach (int number in new SheetChooser(score, _ => true).Choose(state, int.MaxValue, time.GetUtcNow()).Numbers)
        {
            if (score.IsParent(number))
                continue; // Any worker finds the items of a sheet.
            IReadOnlyList<string> needed = WorkerAbilities.NeededBy(score, number, Instruments);
            if (!needed.Any(announced.Contains))
                job.Sheets[number - 1].MissingAbility = string.Join(" or ", needed);
        }
    }

    private async ValueTask<bool> IsQueuedAsync(string jobId, CancellationToken cancellationToken)
    {
        if (_count++ < LookedUp)
            return await store.IsQueuedAsync(jobId, cancellationToken).ConfigureAwait(false);

        _queued ??= [.. await store.ListQueuedAsync(cancellationToken).ConfigureAwait(false)];
        return _queued.Contains(jobId);
    }

    private async ValueTask<HashSet<string>> AnnouncedAsync(CancellationToken cancellationToken)
    {
        if (_announced is { } known)
            return known;

        IReadOnlyList<Worker> workers = await store.ListWorkersAsync(cancellationToken).ConfigureAwait(false);
        return _announced = [.. workers.Where(worker => !worker.IsGone).SelectMany(worker => worker.CanRun)];
    }
}
