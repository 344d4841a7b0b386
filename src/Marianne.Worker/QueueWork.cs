using Marianne.Working;

namespace Marianne.Worker;

/// <summary>Runs sheets of queued jobs.</summary>
/// <param name="options">The command line options.</param>
/// <param name="output">The standard output.</param>
/// <param name="error">The standard error.</param>
/// <param name="signals">The signals that stop the worker.</param>
internal sealed class QueueWork(WorkOptions options, TextWriter output, TextWriter error, PauseSignals signals)
{
    /// <summary>Works until it is stopped, or until nothing is left to do.</summary>
    /// <exception cref="MarianneException">The store cannot be used.</exception>
    public async Task<ExitCode> RunAsync()
    {
        await using var stores = new OpenStores(options.Store, options.Learning, warning => error.WriteLine($"Warning: {warning}"));
        var loop = new WorkerLoop(stores.Services(), new WorkerOptions
        {
            Parallel = options.Parallel,
            Grace = options.Grace,
            Tags = options.Queues,
            UntilIdle = options.UntilIdle,
        });
        var screen = new LineScreen(output, ScreenFactory.LogOfQueue(options.Verbose));
        using CancellationTokenRegistration stopping = signals.Token.Register(() =>
            screen.WriteLine("Stopping: no further sheet is started. Press Ctrl+C to exit immediately."));
        screen.WriteLine("Working: waiting for sheets of queued jobs.");
        await loop.RunAsync(screen.Show, signals.Token);
        return ExitCode.Completed;
    }
}
