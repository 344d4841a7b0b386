using System.Diagnostics;

namespace Marianne.Benchmarks;

/// <summary>Measures operations in turns, so that other load on the machine affects all of them equally.</summary>
internal static class InterleavedTimer
{
    private const int WarmUp = 200;
    private const int Rounds = 2000;

    /// <summary>Returns the median time of each operation in nanoseconds, by name.</summary>
    public static async Task<Dictionary<string, double>> MeasureAsync(IReadOnlyDictionary<string, Func<Task>> operations)
    {
        Dictionary<string, List<double>> times = operations.ToDictionary(
            operation => operation.Key, _ => new List<double>(Rounds));
        for (int round = -WarmUp; round < Rounds; round++)
        {
            foreach ((string name, Func<Task> run) in operations)
            {
                long started = Stopwatch.GetTimestamp();
                await run().ConfigureAwait(false);
                if (round >= 0)
                    times[name].Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds);
            }
        }

        return times.ToDictionary(pair => pair.Key, pair => pair.Value.Order().ElementAt(Rounds / 2));
    }

    /// <summary>Returns the median times of saving jobs of several sizes.</summary>
    public static async Task<Dictionary<string, double>> MeasureSavesAsync(params int[] sizes)
    {
        var benchmarks = new List<SaveBenchmarks>();
        var operations = new Dictionary<string, Func<Task>>();
        try
        {
            foreach (int size in sizes)
            {
                SaveBenchmarks benchmark = await SaveBenchmarks.CreateAsync(size).ConfigureAwait(false);
                benchmarks.Add(benchmark);
                operations.Add(
                    $"{nameof(SaveBenchmarks)}.{nameof(benchmark.BareTransaction)}({size})", benchmark.BareTransaction);
                operations.Add($"{nameof(SaveBenchmarks)}.{nameof(benchmark.Save)}({size})", benchmark.Save);
                operations.Add($"{nameof(SaveBenchmarks)}.{nameof(benchmark.Update)}({size})", benchmark.Update);
            }

            return await MeasureAsync(operations).ConfigureAwait(false);
        }
        finally
        {
            foreach (SaveBenchmarks benchmark in benchmarks)
                await benchmark.DisposeAsync().ConfigureAwait(false);
        }
    }
}
