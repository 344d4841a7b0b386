namespace Marianne.Jobs;

/// <summary>The processes of this machine.</summary>
public interface IProcessList
{
    /// <summary>The current process.</summary>
    RunnerProcess Current { get; }

    /// <summary>Identifies the current start of the machine; empty if the system has no such id.</summary>
    string BootId { get; }

    /// <summary>Determines whether a process is running.</summary>
    /// <param name="process">The process.</param>
    ProcessState Examine(RunnerProcess process);
}
