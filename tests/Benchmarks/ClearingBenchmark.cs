using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>
/// Measures how small a file is after 99 % of its jobs were cleared, and how long the saves of ten other writers take meanwhile.
/// </summary>
internal static class ClearingBenchmark
{
    private const int Writers = 10;
    private const int OutputLength = 50_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Baseline = TimeSpan.FromSeconds(10);

    /// <summary>Measures and prints.</summary>
    /// <param name="count">The number of jobs.</param>
    public static async Task RunAsync(int count)
    {
        string folder = Directory.CreateTempSubdirectory("marianne-").FullName;
        try
        {
            string path = Path.Combine(folder, "state.db");
            await FillAsync(path, count).ConfigureAwait(false);
            long before = new FileInfo(path).Length;
            ConcurrentBag<double> alone = await WriteMeanwhileAsync(path, () => Task.Delay(Baseline)).ConfigureAwait(false);
            long started = Stopwatch.GetTimestamp();
            ConcurrentBag<double> meanwhile = await WriteMeanwhileAsync(path, () => ClearAsync(path, count - (count / 100)))
                .ConfigureAwait(false);
            TimeSpan took = Stopwatch.GetElapsedTime(started);
            long after = new FileInfo(path).Length;
            Print("alone", alone);
            Print("while history is cleared", meanwhile);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count} jobs: {before >> 20} MB before, {after >> 20} MB after ({100.0 * after / before:N1} %), in {took.TotalSeconds:N1} s"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static SqliteJobStore Open(string path) => new(path, TimeProvider.System, SystemProcessList.Instance);

    private static async Task FillAsync(string path, int count)
    {
        SqliteJobStore store = Open(path);
        await using (store.ConfigureAwait(false))
        {
            byte[] random = new byte[OutputLength * 3 / 4];
            new Random(1).NextBytes(random);
            string output = Convert.ToBase64String(random); // Hardly compressed, it is the longest way to store an output.
            for (int number = 0; number < count; number++)
            {
                Job job = TemporaryStore.NewJob($"old-{number}", 1, SheetStatus.Completed);
                (job.Status, job.CompletedAt) = (JobStatus.Completed, DateTimeOffset.UtcNow);
                await store.SaveAsync(job, SaveMode.IfUnchanged, default).ConfigureAwait(false);
                await store.RecordExecutionsAsync([new(0, job.Id, 1, 1, null, output, 0, null, DateTimeOffset.UtcNow)], default)
                    .ConfigureAwait(false);
            }
        }
    }

    private static async Task ClearAsync(string path, int count)
    {
        SqliteJobStore store = Open(path);
        await using (store.ConfigureAwait(false))
        {
            var cleaner = new HistoryCleaner(store, TimeProvider.System);
            var query = new JobQuery { Id = id => id.StartsWith("old-", StringComparison.Ordinal) };
            IReadOnlyList<EndedJob> ended = await cleaner
                .SelectAsync(query, _ => new RetentionRule { Completed = TimeSpan.Zero }, default).ConfigureAwait(false);
            await foreach (HistoryAmount _ in cleaner.ClearAsync(HistoryPart.Jobs, [.. ended.Take(count)], default).ConfigureAwait(false))
            {
                // Each step rests.
            }

            if (await cleaner.ReleaseSpaceAsync(default).ConfigureAwait(false) is { } obstacle)
                Console.WriteLine(obstacle);
        }
    }

    /// <summary>Lets each writer save a sheet of a job of its own again and again. Returns the milliseconds of all saves.</summary>
    private static async Task<ConcurrentBag<double>> WriteMeanwhileAsync(string path, Func<Task> work)
    {
        var times = new ConcurrentBag<double>();
        using var end = new CancellationTokenSource();
        Task[] writers = [.. Enumerable.Range(1, Writers).Select(number => Task.Run(() => WriteAsync(path, number, times, end.Token)))];
        await work().ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(writers).ConfigureAwait(false);
        return times;
    }

    private static async Task WriteAsync(string path, int number, ConcurrentBag<double> times, CancellationToken end)
    {
        SqliteJobStore store = Open(path);
        await using (store.ConfigureAwait(false))
        {
            string id = $"live-{number}";
            await store.SaveAsync(TemporaryStore.NewJob(id, 10, SheetStatus.Pending), SaveMode.Overwrite, default).ConfigureAwait(false);
            while (!end.IsCancellationRequested)
            {
                long started = Stopwatch.GetTimestamp();
                await store.UpdateSheetAsync(id, 1, new SheetUpdate.Start(SystemProcessList.Instance.Current), default)
                    .ConfigureAwait(false);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await Task.Delay(Pause, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static void Print(string name, ConcurrentBag<double> times)
    {
        double[] ordered = [.. times.Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-28} {ordered.Length,8} saves, median {ordered[ordered.Length / 2]:N1} ms, p99 {ordered[ordered.Length * 99 / 100]:N1} ms, longest {ordered[^1]:N1} ms"));
    }
}
