namespace Marianne.Running;

/// <summary>
/// Stops a run before its sheets are done, at once or when the current attempts have ended. The first request determines the
/// reason.
/// </summary>
/// <remarks>
/// What is registered with the tokens runs on other threads, and what it throws is a warning: an executor that cannot be interrupted must
/// not hit the part of the run that asked for the stop.
/// </remarks>
internal sealed class RunCancellation : IAsyncDisposable
{
    private readonly object _lock = new();
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenSource _starts;
    private readonly CancellationTokenRegistration _registration;
    private readonly Action<string> _warn;
    private Task _stopping = Task.CompletedTask;
    private Task _ending = Task.CompletedTask;
    private bool _isDisposed;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="warn">Receives a warning if what is registered with a token fails.</param>
    /// <param name="pause">A token that pauses the run.</param>
    public RunCancellation(Action<string> warn, CancellationToken pause)
    {
        _warn = warn;
        _starts = CancellationTokenSource.CreateLinkedTokenSource(_source.Token);
        _registration = pause.Register(() => _ = RequestAsync(StopReason.Pause));
    }

    /// <summary>A token that is cancelled when the run is stopped.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>A token that is cancelled when no further attempt may start. It ends all waits for one.</summary>
    public CancellationToken StartToken => _starts.Token;

    /// <summary>Indicates whether the run is stopped.</summary>
    public bool IsRequested => _source.IsCancellationRequested;

    /// <summary>Indicates whether no further attempt may start. The current attempts may still run.</summary>
    public bool IsEnding => IsRequested || _starts.IsCancellationRequested;

    /// <summary>The reason, or <c>null</c> if the run is not stopped.</summary>
    public StopReason? Reason { get; private set; }

    /// <summary>The message that is saved with the job, if there is one.</summary>
    public string? Message { get; private set; }

    /// <summary>Stops the run: the current attempts are interrupted. When the task ends, all tokens of the run are cancelled.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">The message to save with the job.</param>
    public Task RequestAsync(StopReason reason, string? message = null)
    {
        lock (_lock)
        {
            if (IsRequested || _isDisposed)
                return _stopping;

            // What was said before still holds, unless the job will not be resumed.
            if (Reason is null || reason == StopReason.Cancel)
                (Reason, Message) = (reason, message);
            return _stopping = ObserveAsync(_source.CancelAsync());
        }
    }

    /// <summary>Lets the current attempts end, and starts no other. <see cref="RequestAsync"/> follows when they have ended.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">The message to save with the job.</param>
    public Task EndAfterAttemptsAsync(StopReason reason, string message)
    {
        lock (_lock)
        {
            if (Reason is not null || _isDisposed)
                return Task.WhenAll(_ending, _stopping);

            (Reason, Message) = (reason, message);
            return _ending = ObserveAsync(_starts.CancelAsync());
        }
    }

    /// <summary>Waits for a cancellation of something of the run, and turns what fails in it into a warning.</summary>
    /// <param name="cancellation">The cancellation.</param>
    public Task ObserveAsync(Task cancellation) => UnawaitedTask.ObserveAsync(cancellation, _warn);

    /// <summary>Waits until what was cancelled is done.</summary>
    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync().ConfigureAwait(false);
        Task last;
        lock (_lock)
        {
            _isDisposed = true;
            last = Task.WhenAll(_ending, _stopping);
        }

        await last.ConfigureAwait(false);
        _starts.Dispose();
        _source.Dispose();
    }
}
