using System.Collections.Concurrent;
using Marianne.Jobs;
using Marianne.Running;

namespace Marianne.Working;

/// <summary>The scores of the jobs that a worker has seen lately, by their hashes. It can be used by several threads.</summary>
/// <param name="services">The services of the runner.</param>
/// <param name="abilities">What this worker can run.</param>
internal sealed class WorkScores(RunnerServices services, WorkerAbilities abilities)
{
    private const int MostKept = 100;

    private readonly ConcurrentDictionary<string, (WorkScore? Score, string? Problem)> _known = new(StringComparer.Ordinal);

    /// <summary>Returns the score of a job, or why it cannot be run.</summary>
    /// <param name="job">The job.</param>
    public (WorkScore? Score, string? Problem) Of(Job job)
    {
        if (_known.Count > MostKept)
            _known.Clear();
        return _known.GetOrAdd($"{job.ConfigPath}\n{job.ConfigHash}\n{(job.ConfigHash is null ? job.Id : "")}", _ => Read(job));
    }

    private (WorkScore? Score, string? Problem) Read(Job job)
    {
        try
        {
            return (WorkScore.Of(job, services, abilities), null);
        }
        catch (MarianneException error)
        {
            return (null, error.Message);
        }
    }
}
