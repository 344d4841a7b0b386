using BenchmarkDotNet.Attributes;
using Marianne.Jobs;

namespace Marianne.Benchmarks;

/// <summary>
/// Measures listing jobs of ten sheets. The first job does not depend on their number; the whole list takes time
/// proportional to it.
/// </summary>
[MemoryDiagnoser]
public class ListBenchmarks
{
    private TemporaryStore _store = null!;

    [Params(100, 10_000)]
    public int Jobs { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _store = new TemporaryStore();
        for (int number = 0; number < Jobs; number++)
            await _store.AddJobAsync($"job-{number}", 10).ConfigureAwait(false);
    }

    [GlobalCleanup]
    public async Task Cleanup() => await _store.DisposeAsync().ConfigureAwait(false);

    [Benchmark]
    public async Task<string?> First()
    {
        await foreach (Job job in _store.Store.ListAsync(JobQuery.All, default).ConfigureAwait(false))
            return job.Id;
        return null;
    }

    [Benchmark]
    public async Task<int> ListAll()
    {
        int count = 0;
        await foreach (Job _ in _store.Store.ListAsync(JobQuery.All, default).ConfigureAwait(false))
            count++;
        return count;
    }
}
