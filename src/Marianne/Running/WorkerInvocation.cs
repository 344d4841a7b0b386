using Marianne.Running;
using Marianne.Working;

namespace Marianne.Commands;

/// <summary>Runs sheets of queued jobs in this session.</summary>
internal sealed class WorkerInvocation : IDisposable
{
    private readonly MarianneStore _store;
    private readonly WorkerOptions _options;
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Initializes a new instance.</summary>
    /// <param name="store">The connected job store and learning store.</param>
    /// <param name="options">How the worker works.</param>
    public WorkerInvocation(MarianneStore store, WorkerOptions options)
    {
        _store = store.Share(); // The worker keeps its store if the user disconnects.
        _options = options;
    }

    /// <summary>Works on other threads.</summary>
    /// <param name="announce">Receives the events, one at a time.</param>
    /// <param name="ended">Receives the jobs of which sheets were run here, when they have ended.</param>
    /// <param name="stop">A token to stop the worker.</param>
    public async Task RunAsync(Action<JobEvent> announce, Action<Job> ended, CancellationToken stop)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _stop.Token);
        try
        {
            var loop = new WorkerLoop(SessionServices.Of(_store, new Dictionary<string, object?>()), _options) { JobEnded = ended };
            var work = Task.Run(() => loop.RunAsync(announce, either.Token), CancellationToken.None);
            using var stopsAtExit = new PauseAtExit(Stop, work, _options.Grace);
            await work.ConfigureAwait(false);
        }
        finally
        {
            await _store.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Requests the end without waiting for it: the caller may be the thread that must read the events.</summary>
    public void Stop() => _ = _stop.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
