using Marianne.Policies;
using Marianne.Processes;

namespace Marianne.Executors;

/// <summary>Work inside this process that is watched as a command is: for its timeout, its silence and a stop.</summary>
public static class MonitoredWork
{
    /// <summary>How long work that is to end may take to do so. Then it is left alone: a thread cannot be ended by force.</summary>
    private static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(5);

    /// <summary>Does some work to its end.</summary>
    /// <param name="work">The work: it writes text as it goes, ends soon when it is cancelled, and gives its exit code.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="stale">When it is given up because it writes nothing any more.</param>
    /// <param name="onOutput">Gets what it writes as it comes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Stops it; the result says so.</param>
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
        var silence = new StaleDetector(stale, time);
        var output = new CommandOutput(ShellCommand.DefaultOutputLimit, onOutput, silence);
        using var cancel = new CancellationTokenSource();
        Task<int> running = work(output.Write, cancel.Token);
        CommandExitReason end = await new CommandMonitor(timeout, stale, silence, time).WaitAsync(running, stop).ConfigureAwait(false);
        if (end != CommandExitReason.Exited)
        {
            await cancel.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(running, Task.Delay(EndGrace, time, CancellationToken.None)).ConfigureAwait(false);
        }

        (string last, long length) = output.Close();
        return new CommandResult
        {
            ExitCode = end == CommandExitReason.Exited ? await running.ConfigureAwait(false) : null,
            TimedOut = end == CommandExitReason.TimedOut,
            WasStale = end == CommandExitReason.Stale,
            WasStopped = end == CommandExitReason.Stopped,
            Output = last,
            OutputLength = length,
            Duration = time.GetElapsedTime(started),
        };
    }
}
