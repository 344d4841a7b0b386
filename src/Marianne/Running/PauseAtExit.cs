using System.Runtime.InteropServices;

namespace Marianne.Commands;

/// <summary>
/// Pauses a run when this process ends by itself or is asked to end, so that the processes of its sheets do not outlive it.
/// </summary>
internal sealed class PauseAtExit : IDisposable
{
    /// <summary>Processes have two seconds to end before they are killed, and then the job is saved.</summary>
    private static readonly TimeSpan PauseTime = TimeSpan.FromSeconds(10);

    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly Action _pause;
    private readonly Task _run;
    private readonly TimeSpan _timeout;
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Initializes a new instance, and starts to listen.</summary>
    /// <param name="pause">Requests a pause.</param>
    /// <param name="run">Completes when the run has ended.</param>
    /// <param name="grace">The time that running sheets get to end before they are interrupted.</param>
    public PauseAtExit(Action pause, Task run, TimeSpan grace = default)
    {
        _pause = pause;
        _run = run;
        _timeout = grace + PauseTime;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, _ => Pause()))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    private void OnExit(object? sender, EventArgs e) => Pause();

    /// <summary>Blocks until the job is paused, because the process ends as soon as this method returns.</summary>
    private void Pause()
    {
        _pause();
        ((IAsyncResult)_run).AsyncWaitHandle.WaitOne(_timeout);
    }
}
