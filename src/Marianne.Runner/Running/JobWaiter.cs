using System.Runtime.CompilerServices;
using Marianne.Durations;
using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Waits for jobs that others run, in this process or any other.</summary>
/// <param name="jobs">The job store.</param>
/// <param name="time">The clock.</param>
public sealed class JobWaiter(IJobStore jobs, TimeProvider time)
{
    /// <summary>Determines whether nothing more happens to a job until it is run again: it has ended, or it is paused.</summary>
    /// <param name="job">The job.</param>
    public static bool HasEnded(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.Status is not (JobStatus.Pending or JobStatus.Running);
    }

    /// <summary>
    /// Looks at jobs again and again until all of them have ended. Each look returns those that have ended since the last one.
    /// </summary>
    /// <param name="ids">The ids of the jobs.</param>
    /// <param name="hasEnded">Determines whether a job, without its sheets, has ended.</param>
    /// <param name="timeout">The longest time to wait, or <c>null</c> for no limit. The first look is always taken.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async IAsyncEnumerable<JobLook> WatchAsync(
        IEnumerable<string> ids,
        Func<Job, bool> hasEnded,
        TimeSpan? timeout,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(hasEnded);

        long started = time.GetTimestamp();
        List<string> left = [.. ids.Distinct()];
        var delay = new PollDelay();
        Dictionary<string, DateTimeOffset> seen = [];
        while (true)
        {
            JobLook look = await LookAsync(left, hasEnded, cancellationToken).ConfigureAwait(false);
            left = [.. look.Waiting.Select(job => job.Id)];
            yield return look;

            TimeSpan rest = (timeout ?? TimeSpan.MaxValue) - time.GetElapsedTime(started);
            if (left.Count == 0 || rest <= TimeSpan.Zero)
                yield break;

            bool hasChanged = look.Waiting.Any(job => !seen.TryGetValue(job.Id, out DateTimeOffset at) || at != job.UpdatedAt);
            seen = look.Waiting.ToDictionary(job => job.Id, job => job.UpdatedAt);
            await LongDelay.WaitAsync(Duration.Min(delay.Next(hasChanged), rest), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Waits until a run that was paused or cancelled has ended its sheets: none is InProgress any more and the claim was given back,
    /// its process is dead, or another run has begun.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="runner">The process of the run; <c>null</c> if workers ran the sheets, or none did.</param>
    /// <param name="processes">The processes of this machine.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask WaitForSheetsAsync(
        string id, RunnerProcess? runner, IProcessList processes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(processes);

        var delay = new PollDelay();
        while (await jobs.LoadAsync(id, cancellationToken).ConfigureAwait(false) is { } job
            && job.Status != JobStatus.Running
            && ((runner is not null && processes.Examine(runner) != ProcessState.Dead
                    && job.Sheets.Any(sheet => sheet.Status == SheetStatus.InProgress))
                || await IsClaimedAsync(id, cancellationToken).ConfigureAwait(false)))
        {
            await LongDelay.WaitAsync(delay.Next(hasChanged: false), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> IsClaimedAsync(string id, CancellationToken cancellationToken) =>
        (await jobs.ListClaimsAsync(id, cancellationToken).ConfigureAwait(false)).Any(claim => claim.IsLive);

    private async ValueTask<JobLook> LookAsync(
        List<string> ids, Func<Job, bool> hasEnded, CancellationToken cancellationToken)
    {
        var look = new JobLook([], [], []);
        foreach (string id in ids)
        {
            Job? job = await jobs.LoadHeaderAsync(id, cancellationToken).ConfigureAwait(false);
            if (job is not null && hasEnded(job))
                job = await jobs.LoadAsync(id, cancellationToken).ConfigureAwait(false); // With its sheets, as they are now.
            if (job is null)
                look.Removed.Add(id);
            else
                (hasEnded(job) ? look.Ended : look.Waiting).Add(job);
        }

        return look;
    }
}
