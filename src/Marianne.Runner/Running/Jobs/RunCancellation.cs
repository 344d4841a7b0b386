namespace Marianne.Running;

/// <summary>Ends a run early, whoever wants it. The first reason counts.</summary>
internal sealed class RunCancellation : IDisposable
{
    private readonly object _gate = new();
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Makes a stop.</summary>
    /// <param name="pause">Pauses the run.</param>
    public RunCancellation(CancellationToken pause) =>
        _registration = pause.Register(() => Request(StopReason.Pause));

    /// <summary>Cancelled when the run is to end.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the run is to end.</summary>
    public bool IsRequested => _source.IsCancellationRequested;

    /// <summary>Why; nothing when it is not to.</summary>
    public StopReason? Reason { get; private set; }

    /// <summary>The same in words, for the job to keep.</summary>
    public string? Message { get; private set; }

    /// <summary>Ends the run.</summary>
    public void Request(StopReason reason, string? message = null)
    {
        lock (_gate)
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
