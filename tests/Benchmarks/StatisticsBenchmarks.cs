using BenchmarkDotNet.Attributes;
using Marianne.Learning;

namespace Marianne.Benchmarks;

/// <summary>Measures the statistics of a learning store with few and with many outcomes.</summary>
public class StatisticsBenchmarks
{
    private LearningFile _file = null!;

    [Params(1000, 1_000_000)]
    public int Outcomes { get; set; }

    [GlobalSetup]
    public async Task Setup() => _file = await LearningFile.CreateAsync(Outcomes, recoveries: 1000).ConfigureAwait(false);

    [GlobalCleanup]
    public async Task Cleanup() => await _file.DisposeAsync().ConfigureAwait(false);

    [Benchmark]
    public async Task<LearningStatistics> Measure() => await _file.Store.GetStatisticsAsync(default).ConfigureAwait(false);

    [Benchmark]
    public async Task<int> Recent()
    {
        int count = 0;
        var query = new OutcomeQuery { JobHash = $"{7:x16}", First = 20 };
        await foreach (LearnedOutcome _ in _file.Store.ListOutcomesAsync(query, default).ConfigureAwait(false))
            count++;
        return count;
    }
}
