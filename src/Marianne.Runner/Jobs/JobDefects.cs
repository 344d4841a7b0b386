namespace Marianne.Jobs;

/// <summary>What a run left undone because its process was killed or a store failed.</summary>
public sealed record JobDefects
{
    /// <summary>The job with its sheets.</summary>
    public required Job Job { get; init; }

    /// <summary>Indicates whether the job is a zombie, which has to be recovered.</summary>
    public bool IsZombie => Job.IsZombie;

    /// <summary>Indicates whether the execution history of the runs is missing or older than the job.</summary>
    public bool LacksHistory { get; init; }

    /// <summary>The sheets whose outcomes the learning store lacks.</summary>
    public IReadOnlyList<Sheet> MissingOutcomes { get; init; } = [];

    /// <summary>The reason why the learning store could not be searched; <c>null</c> if it was searched.</summary>
    public string? LearningError { get; init; }

    /// <summary>Indicates whether there is nothing to repair.</summary>
    public bool AreNone => !IsZombie && !LacksHistory && MissingOutcomes.Count == 0;
}
