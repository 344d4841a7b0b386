using Marianne.Jobs;

namespace Marianne.Benchmarks;

/// <summary>Measures the memory that is in use while jobs of ten sheets are listed: it does not grow with their number.</summary>
internal static class ListMemory
{
    private const int Looks = 20;

    /// <summary>Returns the most bytes in use, by name.</summary>
    public static async Task<Dictionary<string, double>> MeasureAsync()
    {
        Dictionary<string, double> most = [];
        foreach (int jobs in new[] { 1000, 10_000 })
        {
            await using var store = new TemporaryStore();
            for (int number = 0; number < jobs; number++)
                await store.AddJobAsync($"job-{number}", 10).ConfigureAwait(false);
            await PeakOfAsync(store, jobs).ConfigureAwait(false); // What the first list creates stays.
            most.Add($"{nameof(ListMemory)}.Peak({jobs})", await PeakOfAsync(store, jobs).ConfigureAwait(false));
        }

        return most;
    }

    private static async Task<double> PeakOfAsync(TemporaryStore store, int jobs)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0;
        int count = 0;
        await foreach (Job _ in store.Store.ListAsync(JobQuery.All, default).ConfigureAwait(false))
        {
            if (++count % (jobs / Looks) == 1)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        return most;
    }
}
