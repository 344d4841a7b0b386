using BenchmarkDotNet.Attributes;
using Marianne.History;

namespace Marianne.Benchmarks;

/// <summary>A step of an execution history that is short or long: adding, finding and ending it.</summary>
public class HistoryBenchmarks
{
    private const int AtOnce = 500;

    private static readonly StepUpdate Done = new() { Status = StepStatus.Completed, Arc = "ok" };

    private ExecutionHistory? _history;
    private ExecutionStep? _fork;

    [Params(1000, 1_000_000)]
    public int Steps { get; set; }

    /// <summary>Makes the history so long, unless it still is.</summary>
    [IterationSetup]
    public void Fill()
    {
        if (_history is not null && _history.TotalSteps < Steps + (Steps / 10))
            return;

        _history = new ExecutionHistory("orders");
        Take(Steps);
    }

    [Benchmark(OperationsPerInvoke = AtOnce)]
    public void Take() => Take(AtOnce);

    private void Take(int count)
    {
        for (int step = 0; step < count; step++)
        {
            // Each tenth step begins a branch.
            ExecutionStep added = _history!.Add("state", step % 10 == 9 ? _fork!.Id : null);
            if (step % 10 == 0)
                _fork = added;
            _history.Update(_history.Find(added.Id)!.Id, Done);
        }
    }
}
