using Marianne.Policies;
using Marianne.Processes;
using Marianne.Signals;

namespace Marianne.Executors;

/// <summary>Runs work inside this process with the timeout, stale detection and cancellation of a command.</summary>
public static class MonitoredWork
{
    /// <summary>The time that cancelled work has to end. Then it is abandoned, because a thread cannot be aborted.</summary>
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs work to its end.</summary>
    /// <param name="work">The work. It writes output, ends soon after it was cancelled, and returns its exit code.</param>
    /// <param name="timeout">The longest time that the work may take.</param>
    /// <param name="stale">Specifies when work that writes nothing is ended.</param>
    /// <param name="onOutput">Receives the output as it is written.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">A token to stop the work. The result then says so.</param>
    public static async ValueTask<CommandResult> RunAsync(
        Func<Action<string>, CancellationToken, Task<int>> work,
        TimeSpan timeout,
        StaleDetectionOptions stale,
        Action<string> onOutput,
        TimeProvider time,
        CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(time);

        long started = time.GetTimestamp();
        var detector = new StaleDetector(stale, time);
        var output = new CommandOutput(ShellCommand.DefaultOutputLimit, onOutput, detector);
        using var cancel = new CancellationTokenSource();
        Task<int> running = work(output.Write, cancel.Token);
        CommandExitReason reason = await new CommandMonitor(timeout, stale, detector, time)
            .WaitAsync(running, stop).ConfigureAwait(false);
        if (reason != CommandExitReason.Exited)
        {
            await cancel.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(running, Task.Delay(EndTimeout, time, CancellationToken.None)).ConfigureAwait(false);
        }

        return output.Close(new CommandResult
        {
            ExitCode = reason == CommandExitReason.Exited ? await running.ConfigureAwait(false) : null,
            TimedOut = reason == CommandExitReason.TimedOut,
            WasStale = reason == CommandExitReason.Stale,
            WasStopped = reason == CommandExitReason.Stopped,
            Duration = time.GetElapsedTime(started),
        });
    }
}
