using BenchmarkDotNet.Attributes;
using Marianne.History;

namespace Marianne.Benchmarks;

/// <summary>Taking many steps of an execution history: adding, finding and ending each.</summary>
public class HistoryBenchmarks
{
    private static readonly StepUpdate Done = new() { Status = StepStatus.Completed, Arc = "ok" };

    [Params(1000, 1_000_000)]
    public int Steps { get; set; }

    [Benchmark]
    public int Take()
    {
        var history = new ExecutionHistory("orders");
        ExecutionStep? fork = null;
        for (int step = 0; step < Steps; step++)
        {
            // Each tenth step begins a branch.
            ExecutionStep added = history.Add("state", step % 10 == 9 ? fork!.Id : null);
            if (step % 10 == 0)
                fork = added;
            history.Update(history.Find(added.Id)!.Id, Done);
        }

        return history.TotalSteps;
    }
}
