namespace Marianne.Jobs;

/// <summary>The jobs that can be resumed, or started for the first time.</summary>
public static class UnfinishedJobs
{
    /// <summary>The statuses of such jobs. A job that is Running is one only if its runner process is dead.</summary>
    public static IReadOnlyList<JobStatus> Statuses { get; } =
    [
        JobStatus.Pending, JobStatus.Running, JobStatus.Failed, JobStatus.Paused, JobStatus.PausedAtChain,
    ];

    /// <summary>Determines whether a job can be resumed or started now, because no process runs it.</summary>
    /// <param name="job">The job, as a store loaded it.</param>
    public static bool Includes(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Statuses.Contains(job.Status) && (job.Status != JobStatus.Running || job.IsZombie);
    }
}
