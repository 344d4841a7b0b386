using Marianne.Jobs;
using Marianne.Runner.Tests.Running;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Working;

namespace Marianne.Runner.Tests.Working;

/// <summary>Base class of tests that run workers with a fake clock, fake processes and a fake executor.</summary>
public abstract class WorkerLoopTestBase : RunnerTestBase
{
    /// <summary>Saves a new job of a score, and queues it.</summary>
    protected async Task<string> QueueAsync(Score score, string id = "one", int priority = 0)
    {
        await Jobs.SaveAsync(JobDraft.Of(score, Time.GetUtcNow(), id), SaveMode.IfUnchanged, Cancellation);
        await Jobs.QueueAsync(id, priority, Cancellation);
        return id;
    }

    /// <summary>Works until nothing is left to do.</summary>
    protected Task WorkAsync(WorkerOptions? options = null, RunnerServices? services = null) => new WorkerLoop(
        services ?? Services(), (options ?? new WorkerOptions()) with { UntilIdle = true }).RunAsync(Record, Cancellation);

    /// <summary>Works until it is stopped.</summary>
    protected Task WorkAsync(CancellationToken stop, WorkerOptions? options = null, RunnerServices? services = null) =>
        Task.Run(() => new WorkerLoop(services ?? Services(), options ?? new WorkerOptions()).RunAsync(Record, stop), Cancellation);

    /// <summary>Lets the time pass until a task has ended.</summary>
    protected async Task PassTimeAsync(Task until)
    {
        while (!until.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await until;
    }
}
