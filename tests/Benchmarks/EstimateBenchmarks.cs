using BenchmarkDotNet.Attributes;
using Marianne.Waits;

namespace Marianne.Benchmarks;

/// <summary>Measures an estimate from 200 attempts: without any narrower view, and with all of them and a named time.</summary>
[MemoryDiagnoser]
public class EstimateBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 1, 12, 10, 0, 0, TimeSpan.Zero);

    private readonly RecoveryCurveEstimator _estimator = new();
    private readonly WaitRequest _plain = new(TimeSpan.FromMinutes(5));
    private WaitRequest _full = null!;
    private WaitHistory _history = null!;

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        double now = Now.ToUnixTimeSeconds();
        _history = new WaitHistory([.. Enumerable.Range(0, WaitHistory.MaximumRows).Select(i => new WaitRow(
            Math.Exp(5 + random.NextDouble()), i % 3 != 2, $"i{i / 3}", now - (7_200 * (i / 3)), 300))]);
        _full = _plain with { Began = Now, Now = Now, Hint = TimeSpan.FromMinutes(7) };
    }

    [Benchmark(Baseline = true)]
    public WaitEstimate Plain() => _estimator.Estimate(_history, _plain);

    [Benchmark]
    public WaitEstimate ClockAndHint() => _estimator.Estimate(_history, _full);
}
