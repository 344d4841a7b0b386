using Marianne.Jobs;
using Marianne.Running;

namespace Marianne.Working;

/// <summary>The jobs of which a worker has run sheets and that have not ended yet, whichever worker ends them.</summary>
/// <param name="jobs">Reads the jobs.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkedJobs(IJobReader jobs, TimeProvider time)
{
    /// <summary>The time after which a worker that always finds work looks at its former jobs.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private long _lookedAt = time.GetTimestamp();

    /// <summary>Indicates whether the last look was some time ago.</summary>
    public bool IsDue => time.GetElapsedTime(_lookedAt) >= Interval;

    /// <summary>Adds a job.</summary>
    /// <param name="jobId">The job's id.</param>
    public void Add(string jobId) => _ids.Add(jobId);

    /// <summary>Removes the jobs that have ended, and returns them with their sheets. A job that was removed is left out.</summary>
    /// <param name="mayHaveEnded">Determines whether a job may have ended, so that the store is not asked about the others.</param>
    public async ValueTask<IReadOnlyList<Job>> TakeEndedAsync(Func<string, bool> mayHaveEnded)
    {
        _lookedAt = time.GetTimestamp();
        List<Job> ended = [];
        foreach (string id in _ids.Where(mayHaveEnded).ToArray())
        {
            Job? job = await jobs.LoadHeaderAsync(id, CancellationToken.None).ConfigureAwait(false);
            if (job is not null && !JobWaiter.HasEnded(job))
                continue;

            job = job is null ? null : await jobs.LoadAsync(id, CancellationToken.None).ConfigureAwait(false);
            _ids.Remove(id);
            if (job is not null)
                ended.Add(job);
        }

        return ended;
    }
}
