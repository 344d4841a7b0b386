using Marianne.Jobs;

namespace Marianne.Storage.Tests.Memory;

/// <summary>A process list that does something else first when it is asked about a process.</summary>
internal sealed class InterruptedProcessList(IProcessList processes) : IProcessList
{
    public Action? OnExamine { get; set; }

    public RunnerProcess Current => processes.Current;

    public string BootId => processes.BootId;

    public ProcessState Examine(RunnerProcess process)
    {
        OnExamine?.Invoke();
        return processes.Examine(process);
    }
}
