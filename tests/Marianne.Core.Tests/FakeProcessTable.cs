using Marianne.Jobs;

namespace Marianne.Core.Tests;

/// <summary>A machine on which every process is in one state.</summary>
internal sealed class FakeProcessTable(ProcessState state) : IProcessTable
{
    public RunnerProcess Current { get; } = new(1, "here", "mark");

    public ProcessState Examine(RunnerProcess process) => state;
}
