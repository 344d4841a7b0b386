namespace Marianne.Jobs;

/// <summary>Tells a job that is being played from one whose process was killed.</summary>
public static class ZombieDetector
{
    /// <summary>Whether a job is Running under a process that is certainly dead.</summary>
    public static bool IsZombie(Job job, IProcessList processes)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(processes);

        return job is { Status: JobStatus.Running, Runner: { } runner }
            && processes.Examine(runner) == ProcessState.Dead;
    }

    /// <summary>What somebody should know of a job that was taken over from a dead process.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="runner">The process.</param>
    public static string RecoveryOf(string id, RunnerProcess? runner) =>
        $"The job '{id}' was recovered: the {runner} that played it ended without saving.";

    private const string Recovered = " that played this job ended without saving; it was recovered.";

    /// <summary>What a recovered job says of its past.</summary>
    internal static string Obituary(RunnerProcess runner) => $"The {runner}{Recovered}";

    /// <summary>Whether a job says only that it was recovered before, and holds no real error.</summary>
    internal static bool IsObituary(string? message) =>
        string.IsNullOrEmpty(message) || message.EndsWith(Recovered, StringComparison.Ordinal);
}
