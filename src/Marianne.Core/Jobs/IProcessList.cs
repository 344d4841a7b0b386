namespace Marianne.Jobs;

/// <summary>The processes of this machine.</summary>
public interface IProcessList
{
    /// <summary>The current process.</summary>
    RunnerProcess Current { get; }

    /// <summary>Determines whether a process is running.</summary>
    /// <param name="process">The process.</param>
    ProcessState Examine(RunnerProcess process);
}
