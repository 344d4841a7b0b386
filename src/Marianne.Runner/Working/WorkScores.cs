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

    /// <summary>The time after which a job that could not be run is read again: the profile of its instrument may be corrected.</summary>
    private static readonly TimeSpan ProblemTime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Returns the score of a job, or why it cannot be run.</summary>
    /// <param name="job">The job.</param>
    public (WorkScore? Score, string? Problem) Of(Job job)
    {
        if (_known.Count > MostKept)
            _known.Clear();
        string key = $"{job.ConfigPath}\n{job.ConfigHash}\n{(job.ConfigHash is null ? job.Id : "")}";
        if (!_known.TryGetValue(key, out Known? known) || IsOver(known))
            _known[key] = known = Read(job);
        return (known.Score, known.Problem);
    }

    private bool IsOver(Known known) => known.Problem is not null && services.Time.GetElapsedTime(known.ReadAt) >= ProblemTime;

    private Known Read(Job job)
    {
        long now = services.Time.GetTimestamp();
        try
        {
            return new Known(WorkScore.Of(job, services, abilities), null, now);
        }
        catch (MarianneException error)
        {
            return new Known(null, error.Message, now);
        }
    }

    private sealed record Known(WorkScore? Score, string? Problem, long ReadAt);
}
