using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>The sheets that run at the moment. It can be used by several threads.</summary>
/// <param name="jobId">The job's id.</param>
/// <param name="jobs">The job store.</param>
/// <param name="claims">The claims of the run.</param>
/// <param name="stop">Stops the run.</param>
internal sealed class RunningSheets(string jobId, ISheetReader jobs, RunClaims claims, RunCancellation stop)
{
    private readonly object _lock = new();
    private readonly HashSet<SheetWatch> _watches = [];

    /// <summary>Begins to watch a sheet. Its state is loaded, because another process may have changed it.</summary>
    /// <param name="number">The sheet's number.</param>
    public async ValueTask<SheetWatch> WatchAsync(int number)
    {
        var watch = new SheetWatch(await LoadAsync(number).ConfigureAwait(false), claims.OfSheet(number), stop);
        lock (_lock)
            _watches.Add(watch);
        return watch;
    }

    /// <summary>Loads a sheet as it is stored.</summary>
    /// <param name="number">The sheet's number.</param>
    public async ValueTask<Sheet> LoadAsync(int number) =>
        (await jobs.LoadSheetsAsync(jobId, [number], CancellationToken.None).ConfigureAwait(false))[0];

    /// <summary>Ends to watch a sheet.</summary>
    /// <param name="watch">The watch of the sheet.</param>
    public void Remove(SheetWatch watch)
    {
        lock (_lock)
            _watches.Remove(watch);
        watch.Dispose();
    }

    /// <summary>Stops the sheets that another process has changed.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask CompareAsync(CancellationToken cancellationToken)
    {
        List<(SheetWatch Watch, long Mark)> watches = [];
        lock (_lock)
        {
            foreach (SheetWatch watch in _watches)
            {
                if (watch.Mark is { } mark) // It is read once: a save may begin at any time.
                    watches.Add((watch, mark));
            }
        }

        if (watches.Count == 0)
            return;

        IReadOnlyList<Sheet> stored = await jobs
            .LoadSheetsAsync(jobId, [.. watches.Select(item => item.Watch.Number)], cancellationToken).ConfigureAwait(false);
        foreach (((SheetWatch watch, long mark), Sheet sheet) in watches.Zip(stored))
            await watch.CompareAsync(mark, sheet).ConfigureAwait(false);
    }
}
