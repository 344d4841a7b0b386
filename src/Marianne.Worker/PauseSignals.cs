using System.Runtime.InteropServices;
using Marianne.Processes;

namespace Marianne.Worker;

/// <summary>
/// Requests a pause when the process would be ended by Ctrl+C, a request to terminate or a closed terminal. A second Ctrl+C
/// ends the process immediately.
/// </summary>
internal sealed class PauseSignals : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly CancellationTokenSource _pause = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Registers the handlers.</summary>
    public PauseSignals() =>
        _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Handle))];

    /// <summary>A token that is cancelled when a pause is requested.</summary>
    public CancellationToken Token => _pause.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _pause.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (context.Signal == PosixSignal.SIGINT && _pause.IsCancellationRequested)
        {
            RunningCommands.OfThisProcess.Kill(); // The terminal does not reach them.
            return; // The default action ends the process.
        }

        context.Cancel = true;
        _ = _pause.CancelAsync(); // The callbacks take longer than a signal handler should.
    }
}
