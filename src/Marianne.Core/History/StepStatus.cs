namespace Marianne.History;

/// <summary>The status of a step. The last three values are final.</summary>
public enum StepStatus : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>The step was added but not started.</summary>
    Pending,

    /// <summary>The step was started.</summary>
    InProgress,

    /// <summary>The step was completed and left through an arc.</summary>
    Completed,

    /// <summary>The step ended with an error.</summary>
    Failed,

    /// <summary>The step was skipped.</summary>
    Skipped,
}
