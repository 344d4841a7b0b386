namespace Marianne.Processes;

/// <summary>The numbers of the signals that end processes.</summary>
internal enum LinuxSignal
{
    /// <summary>SIGKILL ends a process immediately.</summary>
    Kill = 9,

    /// <summary>SIGTERM asks a process to end.</summary>
    Terminate = 15,
}
