using Marianne.Policies;
using Marianne.Signals;

namespace Marianne.Processes;

/// <summary>Runs commands as processes on this machine.</summary>
/// <param name="time">The clock of the timeouts.</param>
public sealed class ProcessCommandRunner(TimeProvider time) : ICommandRunner
{
    /// <summary>The time for which the output of a command that has exited is still read.</summary>
    internal static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Returns changes to the environment variables that commands inherit from this process. A script that runs at the same
    /// time may have set variables that are not for commands. The default is no changes.
    /// </summary>
    public Func<IReadOnlyDictionary<string, string?>> InheritedEnvironment { get; init; } =
        () => new Dictionary<string, string?>();

    /// <inheritdoc/>
    public async ValueTask<CommandResult> RunAsync(
        ShellCommand command, Action<string>? onOutput, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (cancellationToken.IsCancellationRequested)
            return new CommandResult { WasStopped = true };

        long started = time.GetTimestamp();
        var tag = new ProcessTag(RunMark.Read(command.Environment.GetValueOrDefault(RunMark.Variable)) is [.., var run] ? run : null);
        CommandProcess? process = null;
        ProcessTree? tree = null;
        StartFailure? failure = null;
        IDisposable running = RunningCommands.OfThisProcess.Start(() =>
        {
            process = CommandStarter.TryStart(command, InheritedEnvironment(), tag, out failure);
            return tree = process is null ? null : new ProcessTree(process, tag, time);
        });
        using (process)
        using (running)
        {
            return process is null
                ? new CommandResult
                {
                    StartError = failure!.Message,
                    StartErrorCode = failure.Code,
                    Duration = time.GetElapsedTime(started),
                }
                : await FollowAsync(process, tree!, command, onOutput, cancellationToken).ConfigureAwait(false) with
                {
                    Duration = time.GetElapsedTime(started),
                };
        }
    }

    private async Task<CommandResult> FollowAsync(
        CommandProcess process, ProcessTree tree, ShellCommand command, Action<string>? onOutput, CancellationToken cancellationToken)
    {
        var stale = new StaleDetector(command.Stale ?? new(), time);
        var output = new CommandOutput(command.OutputLimit, onOutput, stale);
        using var pipes = new CommandPipes(process, output);
        pipes.Write(command.Input);

        IReadOnlyList<string> survivors = [];
        CommandExitReason reason;
        try
        {
            Task ended = pipes.UntilExitAsync(process.Exit);
            reason = await new CommandMonitor(command.Timeout, command.Stale, stale, time)
                .WaitAsync(ended, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            output.Close(new CommandResult());
            await tree.EndAsync().ConfigureAwait(false);
            throw;
        }

        if (reason != CommandExitReason.Exited)
            survivors = await tree.EndAsync().ConfigureAwait(false);
        await pipes.DrainAsync(DrainTimeout, time, isAbandoned: reason != CommandExitReason.Exited).ConfigureAwait(false);
        int? exitCode = process.Exit.IsCompleted ? await process.Exit.ConfigureAwait(false) : null;
        return output.Close(new CommandResult
        {
            ExitCode = exitCode,
            Signal = SignalOf(exitCode),
            TimedOut = reason == CommandExitReason.TimedOut,
            WasStale = reason == CommandExitReason.Stale,
            WasStopped = reason == CommandExitReason.Stopped,
            Survivors = survivors,
        });
    }

    private static int? SignalOf(int? exitCode) =>
        exitCode is { } code && !OperatingSystem.IsWindows() ? ExitCodes.SignalOf(code) : null;
}
