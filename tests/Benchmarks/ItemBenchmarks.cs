using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Json;
using Marianne.Storage.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>Measures what an item that does nothing costs in jobs with different numbers of items, from creation to completion.</summary>
internal static class ItemBenchmarks
{
    /// <summary>Runs a job for each number of items, and prints the time and the memory of an item.</summary>
    /// <param name="counts">The numbers of items.</param>
    /// <param name="isJson">Indicates whether the store is a folder of JSON files; otherwise it is an SQLite file.</param>
    public static async Task RunAsync(IReadOnlyList<int> counts, bool isJson)
    {
        await MeasureAsync(100, isJson).ConfigureAwait(false);
        Console.WriteLine($"{"items",9}{"ms an item",12}{"kB allocated",14}{"bytes kept",12}{"again, ms",11}{"MB resident",13}");
        foreach (int count in counts)
        {
            Cost cost = await MeasureAsync(count, isJson).ConfigureAwait(false);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{count,9}{cost.Run.TotalMilliseconds / count,12:0.000}{cost.Allocated / 1000.0 / count,14:0.0}"
                + $"{cost.Retained / count,12}{cost.Again.TotalMilliseconds,11:0}{cost.Resident / 1_000_000,13}"));
        }
    }

    private static async Task<Cost> MeasureAsync(int count, bool isJson)
    {
        await using var store = new TemporaryStore();
        string folder = Path.GetDirectoryName(store.FilePath)!;
        await using IJobStore json = new JsonJobStore(Path.Combine(folder, "jobs"), TimeProvider.System, SystemProcessList.Instance);
        IJobStore jobs = isJson ? json : store.Store;
        await using var learning = new SqliteLearningStore(Path.Combine(folder, "learning.db"), TimeProvider.System);
        var runner = new JobRunner(new RunnerServices
        {
            Jobs = jobs,
            Learning = learning,
            Commands = new ProcessCommandRunner(TimeProvider.System),
            Executors = [new EmptyExecutor()],
        });
        var planner = new JobPlanner(jobs, TimeProvider.System);
        RunRequest request = new()
        {
            Score = ForEachScore.Of(new Score { Name = "items", Sheets = [new ScoreSheet { Command = "true" }] }.At(folder), concurrent: null),
            Items = new ItemList([.. Enumerable.Range(1, count).Select(number => new ItemInput($"{number}", $"{number}"))]),
        };
        long retained = GC.GetTotalMemory(forceFullCollection: true);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan run = await TimeOfRunAsync().ConfigureAwait(false);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        retained = GC.GetTotalMemory(forceFullCollection: true) - retained;
        long resident = Environment.WorkingSet;
        return new Cost(run, allocated, retained, await TimeOfRunAsync().ConfigureAwait(false), resident);

        async Task<TimeSpan> TimeOfRunAsync()
        {
            long started = Stopwatch.GetTimestamp();
            JobPlan plan = await planner.PlanAsync(request, default).ConfigureAwait(false);
            Job job = await runner.RunAsync(plan, _ => { }, default).ConfigureAwait(false);
            return job.Status == JobStatus.Completed && job.TotalSheets == count
                ? Stopwatch.GetElapsedTime(started)
                : throw new InvalidOperationException($"{job.Id} is {job.Status}: {job.ErrorMessage}");
        }
    }

    /// <summary>What a job costs: its first run, and another one in which no item is left to run.</summary>
    private sealed record Cost(TimeSpan Run, long Allocated, long Retained, TimeSpan Again, long Resident);
}
