using System.Runtime.InteropServices;

namespace Marianne.Commands;

/// <summary>
/// Pauses what is played when this process ends, of itself or because it is asked to, so that what the sheets run does not
/// outlive it.
/// </summary>
internal sealed class PauseAtExit : IDisposable
{
    /// <summary>What is asked to end has two seconds; then it is killed, and the job is saved.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private static readonly PosixSignal[] Signals = [PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly JobInvocation _performance;
    private readonly Task _playing;
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Begins to listen.</summary>
    /// <param name="performance">What is paused.</param>
    /// <param name="playing">Is done when it has ended.</param>
    public PauseAtExit(JobInvocation performance, Task playing)
    {
        _performance = performance;
        _playing = playing;
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

    /// <summary>Waits: once we return, the process is gone.</summary>
    private void Pause()
    {
        _performance.Pause();
        ((IAsyncResult)_playing).AsyncWaitHandle.WaitOne(Grace);
    }
}
