using BenchmarkDotNet.Attributes;
using Marianne.History;

namespace Marianne.Benchmarks;

/// <summary>Measures adding, finding and completing a step of a short and of a long execution history.</summary>
public class HistoryBenchmarks
{
    private const int StepsPerInvoke = 500;

    private static readonly StepUpdate Done = new() { Status = StepStatus.Completed, Arc = "ok" };

    private ExecutionHistory? _history;
    private ExecutionStep? _fork;

    [Params(1000, 1_000_000)]
    public int Steps { get; set; }

    /// <summary>Fills the history, unless it still has about this length.</summary>
    [IterationSetup]
    public void Fill()
    {
        if (_history is not null && _history.TotalSteps < Steps + (Steps / 10))
            return;

        _history = new ExecutionHistory("orders");
        AddSteps(Steps);
    }

    [Benchmark(OperationsPerInvoke = StepsPerInvoke)]
    public void AddSteps() => AddSteps(StepsPerInvoke);

    private void AddSteps(int count)
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
