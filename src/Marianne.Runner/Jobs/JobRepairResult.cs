namespace Marianne.Jobs;

/// <summary>What a repair of a job made good.</summary>
public sealed record JobRepairResult
{
    /// <summary>The job's id.</summary>
    public required string JobId { get; init; }

    /// <summary>The job's status after the repair.</summary>
    public JobStatus Status { get; init; }

    /// <summary>
    /// The dead process from which the job was recovered; <c>null</c> if the job was not a zombie.
    /// </summary>
    public RunnerProcess? RecoveredFrom { get; init; }

    /// <summary>Indicates whether the execution history of the runs was attached to the job.</summary>
    public bool HistoryAttached { get; init; }

    /// <summary>The number of outcomes that were recorded in the learning store.</summary>
    public int OutcomesRecorded { get; init; }

    /// <summary>What was made good, in sentences. It is empty if there was nothing to repair.</summary>
    public string Summary => string.Join(' ', Sentences());

    private IEnumerable<string> Sentences()
    {
        if (RecoveredFrom is { } runner)
            yield return RecoveryText.RecoveryWarning(JobId, runner);
        if (HistoryAttached)
            yield return $"The missing execution history of the job '{JobId}' was attached.";
        if (OutcomesRecorded > 0)
            yield return $"Missing outcomes of the job '{JobId}' were recorded: {OutcomesRecorded}.";
    }
}
