namespace Marianne.Running;

/// <summary>The reason why a run is stopped before its sheets are done.</summary>
internal enum StopReason
{
    /// <summary>The job was paused, here or by another process.</summary>
    Pause,

    /// <summary>The job was cancelled.</summary>
    Cancel,

    /// <summary>The job reached its cost limit.</summary>
    Cost,

    /// <summary>A person must act first, or the end of a limit is too far away.</summary>
    Blocked,

    /// <summary>Another process has taken the job over, so this run may write nothing.</summary>
    Lost,

    /// <summary>An error occurred that is not a sheet's, such as a store that cannot be written.</summary>
    Error,
}
