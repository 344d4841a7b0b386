using System.Diagnostics;
using Marianne.Learning;
using Marianne.Scores;

namespace Marianne.Jobs;

/// <summary>
/// Clears the history of a store by its own rule and those of the scores of its jobs, while nothing else is to be done. One process at a
/// time does that, for a short time, and the next one continues.
/// </summary>
/// <param name="jobs">The job store.</param>
/// <param name="learning">The learning store that is used with it.</param>
/// <param name="time">The clock.</param>
public sealed class StoreCleaning(IJobStore jobs, ILearningStore learning, TimeProvider time)
{
    /// <summary>The time after which another process may continue, if this one was killed or did not finish.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    /// <summary>The time after which the history is looked at again.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>How long history is cleared at once.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    /// <summary>Clears what is too old, if it is this process's turn. Returns what was cleared.</summary>
    /// <param name="warn">Receives a sentence about each damaged job, whose history is kept.</param>
    /// <param name="except">The id of a job that is kept, because the run that cleans returns it; <c>null</c> if there is none.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<HistoryAmount> CleanAsync(Action<string> warn, string? except, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(warn);
        RetentionRule? rule = jobs.IsReadOnly
            ? null
            : await jobs.BeginCleaningAsync(Turn, cancellationToken).ConfigureAwait(false);
        if (rule is null)
            return default;

        long started = Stopwatch.GetTimestamp();
        var cleaner = new HistoryCleaner(jobs, time);
        HistoryAmount cleared = await ClearAsync().ConfigureAwait(false);
        foreach (string warning in cleaner.Warnings)
            warn(warning);
        return cleared;

        async ValueTask<HistoryAmount> ClearAsync()
        {
            IReadOnlyList<EndedJob> ended =
                await cleaner.SelectAsync(JobQuery.All, job => ScoreRetention.RuleOf(job, rule), cancellationToken).ConfigureAwait(false);
            ended = [.. ended.Where(job => job.Id != except)];
            HistoryAmount sum = default;
            await foreach (HistoryAmount step in cleaner.ClearAsync(HistoryPart.Jobs, ended, cancellationToken).ConfigureAwait(false))
            {
                sum += step;
                if (!IsInTime())
                    return sum;
            }

            await cleaner.ReleaseSpaceAsync(IsInTime, cancellationToken).ConfigureAwait(false);
            if (rule.Learned is { } age && !learning.IsReadOnly && !await ForgetAsync(age, IsInTime, cancellationToken).ConfigureAwait(false))
                return sum;

            await jobs.EndCleaningAsync(Interval, cancellationToken).ConfigureAwait(false);
            return sum;
        }

        bool IsInTime() => Stopwatch.GetElapsedTime(started) < Budget;
    }

    /// <summary>Clears what was learned too long ago. Returns <c>false</c> if something is left.</summary>
    private async ValueTask<bool> ForgetAsync(TimeSpan age, Func<bool> continues, CancellationToken cancellationToken)
    {
        var cleaner = new LearningCleaner(learning, time);
        await foreach (LearnedAmount _ in cleaner.ClearAsync(age, cancellationToken).ConfigureAwait(false))
        {
            if (!continues())
                return false;
        }

        await cleaner.ReleaseSpaceAsync(continues, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
