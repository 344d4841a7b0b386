namespace Marianne.Processes;

/// <summary>The reason why a command ended.</summary>
internal enum CommandExitReason
{
    /// <summary>The command exited by itself.</summary>
    Exited,

    /// <summary>The command ran longer than its timeout.</summary>
    TimedOut,

    /// <summary>The command stopped writing output.</summary>
    Stale,

    /// <summary>The command was cancelled.</summary>
    Stopped,
}
