namespace Marianne.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobStatus
{
    /// <summary>Made or resumed, and not running.</summary>
    Pending,

    /// <summary>A process plays it, or was killed while it did.</summary>
    Running,

    /// <summary>Every sheet is Completed or Skipped.</summary>
    Completed,

    /// <summary>It was given up; it can be resumed.</summary>
    Failed,

    /// <summary>It waits to be resumed.</summary>
    Paused,

    /// <summary>It waits between two jobs of a chain.</summary>
    PausedAtChain,

    /// <summary>It was ended for good.</summary>
    Cancelled,

    /// <summary>The store holds a word that is none of these. It is shown and kept, never written.</summary>
    Unknown,
}
