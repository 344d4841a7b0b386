using System.Diagnostics;

namespace Marianne.Jobs;

/// <summary>
/// Clears the history of a store by its own rule, while nothing else is to be done. One process at a time does that, for a short time, and
/// the next one continues.
/// </summary>
/// <param name="jobs">The job store.</param>
/// <param name="time">The clock.</param>
public sealed class StoreCleaning(IJobStore jobs, TimeProvider time)
{
    /// <summary>The time after which another process may continue, if this one was killed or did not finish.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    /// <summary>The time after which the history is looked at again.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>How long history is cleared at once.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    /// <summary>Clears what is too old, if it is this process's turn. Returns what was cleared.</summary>
    /// <param name="except">The id of a job that is kept, because the run that cleans returns it; <c>null</c> if there is none.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<HistoryAmount> CleanAsync(string? except, CancellationToken cancellationToken)
    {
        RetentionRule? rule = jobs.IsReadOnly
            ? null
            : await jobs.BeginCleaningAsync(Turn, cancellationToken).ConfigureAwait(false);
        if (rule is null)
            return default;

        long started = Stopwatch.GetTimestamp();
        var cleaner = new HistoryCleaner(jobs, time);
        var query = new JobQuery { OnDamage = _ => { } }; // A damaged job is not cleared; the next listing reports it.
        IReadOnlyList<EndedJob> ended = await cleaner.SelectAsync(query, _ => rule, cancellationToken).ConfigureAwait(false);
        ended = [.. ended.Where(job => job.Id != except)];
        HistoryAmount cleared = default;
        await foreach (HistoryAmount step in cleaner.ClearAsync(HistoryPart.Jobs, ended, cancellationToken).ConfigureAwait(false))
        {
            cleared += step;
            if (!IsInTime())
                return cleared;
        }

        await cleaner.ReleaseSpaceAsync(IsInTime, cancellationToken).ConfigureAwait(false);
        await jobs.EndCleaningAsync(Interval, cancellationToken).ConfigureAwait(false);
        return cleared;

        bool IsInTime() => Stopwatch.GetElapsedTime(started) < Budget;
    }
}
