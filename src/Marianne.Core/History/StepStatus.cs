namespace Marianne.History;

/// <summary>Where a step stands. The last three are final.</summary>
public enum StepStatus
{
    /// <summary>Added, and not started.</summary>
    Pending,

    /// <summary>Started.</summary>
    InProgress,

    /// <summary>Done; it left through an arc.</summary>
    Completed,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Passed over for a reason.</summary>
    Skipped,
}
