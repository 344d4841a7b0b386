namespace Marianne.Processes;

/// <summary>Signals that end processes, by their numbers.</summary>
internal enum LinuxSignal
{
    /// <summary>SIGKILL.</summary>
    Kill = 9,

    /// <summary>SIGTERM.</summary>
    Terminate = 15,
}
