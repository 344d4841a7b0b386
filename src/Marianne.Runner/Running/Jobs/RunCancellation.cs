namespace Marianne.Running;

/// <summary>Stops a run before its sheets are done. The first request determines the reason.</summary>
internal sealed class RunCancellation : IDisposable
{
    private readonly object _lock = new();
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="pause">A token that pauses the run.</param>
    public RunCancellation(CancellationToken pause) =>
        _registration = pause.Register(() => Request(StopReason.Pause));

    /// <summary>A token that is cancelled when the run is stopped.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Indicates whether the run is stopped.</summary>
    public bool IsRequested => _source.IsCancellationRequested;

    /// <summary>The reason, or <c>null</c> if the run is not stopped.</summary>
    public StopReason? Reason { get; private set; }

    /// <summary>The message that is saved with the job, if there is one.</summary>
    public string? Message { get; private set; }

    /// <summary>Stops the run.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">The message to save with the job.</param>
    public void Request(StopReason reason, string? message = null)
    {
        lock (_lock)
        {
            if (Reason is not null)
                return;

            Reason = reason;
            Message = message;
        }

        _source.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
