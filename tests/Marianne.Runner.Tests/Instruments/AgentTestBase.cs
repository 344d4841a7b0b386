using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Runner.Tests.Running;
using Marianne.Scores;

namespace Marianne.Runner.Tests.Instruments;

/// <summary>Base class for tests of runs whose agents are fake programs.</summary>
public abstract class AgentTestBase : RunnerTestBase
{
    private protected AgentTestBase() => Agents = new FakeAgent(Folder);

    private protected FakeAgent Agents { get; }

    private protected async Task<Job> RunAgentsAsync(Score score, CancellationTokenSource? pause = null) =>
        await RunAsync(Services() with { Executors = [new CommandExecutor(Commands)] }, await PlanAsync(score), pause);
}
