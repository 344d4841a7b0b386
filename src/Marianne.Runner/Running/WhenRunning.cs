namespace Marianne.Running;

/// <summary>What a run does if another run already runs its job.</summary>
public enum WhenRunning
{
    /// <summary>The run ends with the error JobIsPlayed.</summary>
    Error,

    /// <summary>The run does nothing, and returns the job as it is.</summary>
    Skip,

    /// <summary>The run waits until the other one has ended, and then resumes the job, unless it is done.</summary>
    Wait,
}
