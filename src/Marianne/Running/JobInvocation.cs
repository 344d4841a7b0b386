using Marianne.Running;

namespace Marianne.Commands;

/// <summary>Runs one job from PowerShell.</summary>
internal sealed class JobInvocation : IDisposable
{
    private readonly MarianneStore _store;
    private readonly JobRunner _runner;
    private readonly JobPlan _plan;
    private readonly CancellationTokenSource _pause = new();

    /// <summary>Initializes a new instance.</summary>
    /// <param name="store">The connected job store and learning store.</param>
    /// <param name="plan">The plan of the run.</param>
    /// <param name="values">The values of the <c>$using:</c> variables in scripts, by name.</param>
    public JobInvocation(MarianneStore store, JobPlan plan, IReadOnlyDictionary<string, object?> values)
    {
        _store = store.Share(); // The run keeps its store if the user disconnects.
        _plan = plan;
        _runner = new JobRunner(SessionServices.Of(_store, values));
    }

    /// <summary>Indicates whether a pause was requested.</summary>
    public bool IsPaused => _pause.IsCancellationRequested;

    /// <summary>Runs the job on other threads.</summary>
    /// <param name="announce">Receives the events, one at a time.</param>
    /// <param name="pause">A token to pause the job.</param>
    public async Task<Job> RunAsync(Action<JobEvent> announce, CancellationToken pause)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause, _pause.Token);
        var run = Task.Run(() => _runner.RunAsync(_plan, announce, either.Token).AsTask(), CancellationToken.None);
        using var pausesAtExit = new PauseAtExit(Pause, run);
        try
        {
            return await run.ConfigureAwait(false);
        }
        finally
        {
            await _store.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Requests a pause without waiting for it: the caller may be the thread that must read the events.</summary>
    public void Pause() => _ = _pause.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _pause.Dispose();
}
