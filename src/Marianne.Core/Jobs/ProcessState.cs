namespace Marianne.Jobs;

/// <summary>What can be said of a process.</summary>
public enum ProcessState
{
    /// <summary>It belongs to another machine, or may not be examined.</summary>
    Unknown,

    /// <summary>It runs.</summary>
    Alive,

    /// <summary>It has ended; its number may have gone to another process since.</summary>
    Dead,
}
