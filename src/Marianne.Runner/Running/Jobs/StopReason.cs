namespace Marianne.Running;

/// <summary>Why a run ends before its sheets do.</summary>
internal enum StopReason
{
    /// <summary>Somebody paused the job, here or from another process.</summary>
    Pause,

    /// <summary>Somebody cancelled it.</summary>
    Cancel,

    /// <summary>It may not spend more.</summary>
    Cost,

    /// <summary>Something broke that no sheet can mend, such as the store.</summary>
    Error,
}
