namespace Marianne.Jobs;

/// <summary>The state of a process.</summary>
public enum ProcessState
{
    /// <summary>It is not known: the process belongs to another machine or container, or may not be examined.</summary>
    Unknown,

    /// <summary>The process is running.</summary>
    Alive,

    /// <summary>The process has ended; another process may have the same id now.</summary>
    Dead,
}
