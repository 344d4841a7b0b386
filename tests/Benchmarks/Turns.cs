using System.Diagnostics;

namespace Marianne.Benchmarks;

/// <summary>Measures works in turns, so that whatever else the machine does befalls all of them alike.</summary>
internal static class Turns
{
    private const int WarmUp = 200;
    private const int Rounds = 2000;

    /// <summary>The median time of each work, in nanoseconds, by its name.</summary>
    public static async Task<Dictionary<string, double>> MeasureAsync(IReadOnlyDictionary<string, Func<Task>> works)
    {
        Dictionary<string, List<double>> times = works.ToDictionary(work => work.Key, _ => new List<double>(Rounds));
        for (int round = -WarmUp; round < Rounds; round++)
        {
            foreach ((string name, Func<Task> work) in works)
            {
                long started = Stopwatch.GetTimestamp();
                await work().ConfigureAwait(false);
                if (round >= 0)
                    times[name].Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds);
            }
        }

        return times.ToDictionary(work => work.Key, work => work.Value.Order().ElementAt(Rounds / 2));
    }

    /// <summary>The median times of saving jobs of several sizes.</summary>
    public static async Task<Dictionary<string, double>> MeasureSavesAsync(params int[] sizes)
    {
        var benchmarks = new List<SaveBenchmarks>();
        var works = new Dictionary<string, Func<Task>>();
        try
        {
            foreach (int size in sizes)
            {
                SaveBenchmarks benchmark = await SaveBenchmarks.CreateAsync(size).ConfigureAwait(false);
                benchmarks.Add(benchmark);
                works.Add($"{nameof(SaveBenchmarks)}.{nameof(benchmark.BareTransaction)}({size})", benchmark.BareTransaction);
                works.Add($"{nameof(SaveBenchmarks)}.{nameof(benchmark.Save)}({size})", benchmark.Save);
                works.Add($"{nameof(SaveBenchmarks)}.{nameof(benchmark.Mark)}({size})", benchmark.Mark);
            }

            return await MeasureAsync(works).ConfigureAwait(false);
        }
        finally
        {
            foreach (SaveBenchmarks benchmark in benchmarks)
                await benchmark.DisposeAsync().ConfigureAwait(false);
        }
    }
}
