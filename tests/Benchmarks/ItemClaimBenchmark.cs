using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>Measures how long a worker's claim of an item takes in jobs with different numbers of items, in an SQLite file.</summary>
internal static class ItemClaimBenchmark
{
    private const int Claims = 20;

    /// <summary>Prints the median time of a claim, and that of the two changes that run the item.</summary>
    /// <param name="counts">The numbers of items.</param>
    public static async Task RunAsync(IReadOnlyList<int> counts)
    {
        await MeasureAsync(100).ConfigureAwait(false);
        Console.WriteLine($"{"items",9}{"ms a claim",12}{"ms to run",12}{"kB allocated",14}");
        foreach (int count in counts)
        {
            (double claim, double run, double allocated) = await MeasureAsync(count).ConfigureAwait(false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,9}{claim,12:0.00}{run,12:0.00}{allocated,14:0.0}"));
        }
    }

    private static async Task<(double Claim, double Run, double Allocated)> MeasureAsync(int count)
    {
        await using var temporary = new TemporaryStore();
        SqliteJobStore store = temporary.Store;
        Worker worker = Worker.Create(SystemProcessList.Instance.Current, TimeProvider.System.GetUtcNow());
        Job job = TemporaryStore.NewJob("items", 1, SheetStatus.Pending);
        job.ConfigSnapshot = """{"name":"items","sheets":[{"name":"each","for_each":{}}]}""";
        await store.SaveAsync(job, SaveMode.IfUnchanged, default).ConfigureAwait(false);
        await store.QueueAsync("items", 0, default).ConfigureAwait(false);
        await store.AnnounceAsync(worker, default).ConfigureAwait(false);
        GrantedClaim parent = (await store.ClaimSheetsAsync(new(worker, _ => [1]), default).ConfigureAwait(false))[0];
        await UpdateAsync(store, parent, new SheetUpdate.Start(null) { Token = parent.Token }).ConfigureAwait(false);
        ItemList list = new([.. Enumerable.Range(1, count).Select(number => new ItemInput($"{number}", $"{number}"))]) { Parent = 1 };
        await UpdateAsync(store, parent, new SheetUpdate.Expand(list) { Token = parent.Token }).ConfigureAwait(false);

        List<double> claims = [], runs = [];
        long allocated = 0;
        for (int index = 0; index < Claims; index++)
        {
            long bytes = GC.GetTotalAllocatedBytes(precise: true);
            long started = Stopwatch.GetTimestamp();
            GrantedClaim claim = (await store.ClaimSheetsAsync(new(worker, Next), default).ConfigureAwait(false))[0];
            claims.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            allocated += GC.GetTotalAllocatedBytes(precise: true) - bytes;
            started = Stopwatch.GetTimestamp();
            await UpdateAsync(store, claim, new SheetUpdate.Start(null) { Token = claim.Token }).ConfigureAwait(false);
            await UpdateAsync(store, claim, new SheetUpdate.Complete(SheetResult.Empty) { Token = claim.Token }).ConfigureAwait(false);
            runs.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return (Median(claims), Median(runs), allocated / 1000.0 / Claims);
    }

    private static IReadOnlyList<int> Next(ClaimableJob job) =>
        [.. job.Sheets.Where(sheet => sheet is { Parent: > 0, IsClaimed: false, Status: SheetStatus.Pending }).Select(sheet => sheet.Number).Take(1)];

    private static async Task UpdateAsync(SqliteJobStore store, GrantedClaim claim, SheetUpdate update) =>
        await store.UpdateSheetAsync(claim.JobId, claim.SheetNumber!.Value, update, default).ConfigureAwait(false);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
