namespace Marianne.Running;

/// <summary>
/// Stops a run before its sheets are done, at once or when the current attempts have ended. The first request determines the
/// reason.
/// </summary>
internal sealed class RunCancellation : IDisposable
{
    private readonly object _lock = new();
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenSource _starts;
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="pause">A token that pauses the run.</param>
    public RunCancellation(CancellationToken pause)
    {
        _starts = CancellationTokenSource.CreateLinkedTokenSource(_source.Token);
        _registration = pause.Register(() => Request(StopReason.Pause));
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

    /// <summary>Stops the run: the current attempts are interrupted.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">The message to save with the job.</param>
    public void Request(StopReason reason, string? message = null)
    {
        lock (_lock)
        {
            if (IsRequested)
                return;

            // What was said before still holds, unless the job will not be resumed.
            if (Reason is null || reason == StopReason.Cancel)
                (Reason, Message) = (reason, message);
        }

        _source.Cancel();
    }

    /// <summary>Lets the current attempts end, and starts no other. <see cref="Request"/> follows when they have ended.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">The message to save with the job.</param>
    public void EndAfterAttempts(StopReason reason, string message)
    {
        lock (_lock)
        {
            if (Reason is not null)
                return;

            (Reason, Message) = (reason, message);
        }

        _starts.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _starts.Dispose();
        _source.Dispose();
    }
}
