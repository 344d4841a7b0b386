namespace Marianne.Processes;

/// <summary>Why a command ran no longer.</summary>
internal enum CommandExitReason
{
    /// <summary>It exited.</summary>
    Exited,

    /// <summary>It ran longer than its timeout.</summary>
    TimedOut,

    /// <summary>It wrote nothing any more.</summary>
    Stale,

    /// <summary>Somebody asked for it.</summary>
    Stopped,
}
