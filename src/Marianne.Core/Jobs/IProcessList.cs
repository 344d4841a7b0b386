namespace Marianne.Jobs;

/// <summary>The processes of this machine.</summary>
public interface IProcessList
{
    /// <summary>This process.</summary>
    RunnerProcess Current { get; }

    /// <summary>What can be said of a process.</summary>
    ProcessState Examine(RunnerProcess process);
}
