using Marianne.Jobs;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryJobStore
{
    /// <summary>The ids of the jobs that were last given the keys. One is valid only while its job is unfinished.</summary>
    private readonly Dictionary<JobKey, string> _keys = [];

    /// <inheritdoc/>
    public ValueTask<string?> CreateAsync(
        Job job, JobKey key, Func<Job, bool> keepsKey, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        JobValidator.Check(job);
        lock (_gate)
        {
            if (_keys.TryGetValue(key, out string? holder)
                && _jobs.TryGetValue(holder, out Job? other)
                && UnfinishedJobs.Statuses.Contains(other.Status)
                && keepsKey(WithZombieState(other.CopyWithoutSheets())))
            {
                return new(holder);
            }

            Save(job, SaveMode.IfUnchanged);
            _keys[key] = job.Id;
            return new((string?)null);
        }
    }
}
