using Marianne.Jobs;

namespace Marianne.Core.Tests.Jobs;

/// <summary>A process list on which every process has the same state.</summary>
internal sealed class FixedProcessList(ProcessState state) : IProcessList
{
    public RunnerProcess Current { get; } = new(1, "here", "mark");

    public string BootId => "boot";

    public ProcessState Examine(RunnerProcess process) => state;
}
