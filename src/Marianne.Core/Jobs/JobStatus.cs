namespace Marianne.Jobs;

/// <summary>The status of a job.</summary>
public enum JobStatus : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>The job was created or resumed, and is not running.</summary>
    Pending,

    /// <summary>A process runs the job, or was killed while it did.</summary>
    Running,

    /// <summary>Every sheet is Completed or Skipped.</summary>
    Completed,

    /// <summary>The job failed. It can be resumed.</summary>
    Failed,

    /// <summary>The job is paused. It can be resumed.</summary>
    Paused,

    /// <summary>The job is paused between two jobs of a chain.</summary>
    PausedAtChain,

    /// <summary>The job was cancelled. It cannot be resumed.</summary>
    Cancelled,

    /// <summary>The store has an unknown value. It is preserved, and this member is never written.</summary>
    Unknown,
}
