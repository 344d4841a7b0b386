using Marianne.Jobs;
using Marianne.Stores;
using Marianne.Watching;

namespace Marianne.Worker;

/// <summary>Shows jobs live.</summary>
/// <param name="options">The command line options.</param>
/// <param name="output">The standard output.</param>
/// <param name="error">The standard error.</param>
/// <param name="signals">The signals that end the watch.</param>
internal sealed class WatchRun(WatchRunOptions options, TextWriter output, TextWriter error, PauseSignals signals)
{
    /// <summary>Shows the jobs until the user ends it or, without a terminal, until the jobs have ended.</summary>
    /// <exception cref="MarianneException">The store cannot be used.</exception>
    public async Task<ExitCode> RunAsync()
    {
        await using var stores = new OpenStores(options.Store, learning: null, warning => error.WriteLine($"Warning: {warning}"));
        IJobStore jobs = stores.Jobs;
        await jobs.OpenAsync(mustExist: options.Store is not null, signals.Token);
        foreach (string id in options.Ids)
        {
            if (await jobs.LoadHeaderAsync(id, signals.Token) is null)
                throw JobErrors.NotFound(id);
        }

        var watch = new JobWatch(jobs, TimeProvider.System)
        {
            OwnInstruments = OpenStores.OwnProfiles,
            OutputFolder = DefaultPaths.RunningOutputs,
            Update = async (id, update, cancellationToken) => await jobs.UpdateAsync(id, update, cancellationToken),
        };
        IReadOnlyCollection<string>? ids = options.Ids.Count > 0 ? [.. options.Ids.Distinct()] : null;
        var console = new SystemWatchConsole();
        try
        {
            if (console.IsInteractive)
                await watch.ShowAsync(console, ids, signals.Token);
            else
                await WriteAsync(watch.ReadLinesAsync(ids, signals.Token));
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            // The watch ends when its user ends it.
        }

        return ExitCode.Completed;
    }

    private async Task WriteAsync(IAsyncEnumerable<string> lines)
    {
        await foreach (string line in lines)
            output.WriteLine(line);
    }
}
