using System.Runtime.InteropServices;

namespace Marianne.Worker;

/// <summary>
/// Makes a pause of what would end the process: Ctrl+C, a request to terminate, a terminal that is closed. A second Ctrl+C
/// ends it at once.
/// </summary>
internal sealed class PauseSignals : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly CancellationTokenSource _pause = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    public PauseSignals() =>
        _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Take))];

    /// <summary>Is cancelled when the job is to be paused.</summary>
    public CancellationToken Token => _pause.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _pause.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        if (context.Signal == PosixSignal.SIGINT && _pause.IsCancellationRequested)
            return; // Then it does what it does to any process.

        context.Cancel = true;
        _ = _pause.CancelAsync(); // What follows takes longer than a signal may.
    }
}
