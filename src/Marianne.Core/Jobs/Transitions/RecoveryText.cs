namespace Marianne.Jobs;

/// <summary>What is said about jobs that were recovered from a run that had ended without saving.</summary>
public static class RecoveryText
{
    private const string Recovered = " ended without saving; it was recovered.";

    /// <summary>Returns the warning that a job was recovered from a dead process.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="runner">The dead process.</param>
    public static string RecoveryWarning(string id, RunnerProcess? runner) =>
        $"The job '{id}' was recovered: the {runner} that ran it ended without saving.";

    /// <summary>Returns the message that a recovered job keeps.</summary>
    /// <param name="runner">The dead process.</param>
    internal static string RecoveryMessage(RunnerProcess runner) => $"The {runner} that ran this job{Recovered}";

    /// <summary>
    /// Determines whether the message of a job is empty or only says that the job was recovered, so that a new one may
    /// replace it.
    /// </summary>
    /// <param name="message">The message.</param>
    internal static bool IsRecoveryMessage(string? message) =>
        string.IsNullOrEmpty(message) || message.EndsWith(Recovered, StringComparison.Ordinal);
}
