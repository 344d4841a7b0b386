using System.Diagnostics;

namespace Marianne.Benchmarks;

/// <summary>Measures operations in turns, so that other load on the machine affects all of them equally.</summary>
internal static class InterleavedTimer
{
    private const int WarmUp = 200;
    private const int Rounds = 2000;

    /// <summary>Returns the median time of each operation in nanoseconds, by name.</summary>
    public static Task<Dictionary<string, double>> MeasureAsync(IReadOnlyDictionary<string, Func<Task>> operations) =>
        MeasureAsync(operations, Rounds, WarmUp, rank: Rounds / 2);

    /// <summary>Returns the least time of each operation in nanoseconds, by name.</summary>
    public static Task<Dictionary<string, double>> MeasureLeastAsync(IReadOnlyDictionary<string, Func<Task>> operations, int rounds) =>
        MeasureAsync(operations, rounds, warmUp: rounds / 5, rank: 0);

    private static async Task<Dictionary<string, double>> MeasureAsync(
        IReadOnlyDictionary<string, Func<Task>> operations, int rounds, int warmUp, int rank)
    {
        Dictionary<string, List<double>> times = operations.ToDictionary(
            operation => operation.Key, _ => new List<double>(rounds));
        for (int round = -warmUp; round < rounds; round++)
        {
            foreach ((string name, Func<Task> run) in operations)
            {
                long started = Stopwatch.GetTimestamp();
                await run().ConfigureAwait(false);
                if (round >= 0)
                    times[name].Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds);
            }
        }

        return times.ToDictionary(pair => pair.Key, pair => pair.Value.Order().ElementAt(rank));
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
