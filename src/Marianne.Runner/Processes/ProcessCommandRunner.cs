using System.Diagnostics;
using Marianne.Policies;

namespace Marianne.Processes;

/// <summary>Runs commands as processes of this machine.</summary>
/// <param name="time">The clock of timeouts and graces.</param>
public sealed class ProcessCommandRunner(TimeProvider time) : ICommandRunner
{
    /// <summary>How long a command that has exited is still read from.</summary>
    internal static readonly TimeSpan DrainGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>A shell tells of a signal by an exit code of this and the signal's number.</summary>
    private const int SignalBase = 128;

    /// <summary>
    /// Variables of this process that are not for commands, with what commands find instead: a script that runs at the same
    /// time may have set them. Default: none.
    /// </summary>
    public Func<IReadOnlyDictionary<string, string?>> Outside { get; init; } = () => new Dictionary<string, string?>();

    /// <inheritdoc/>
    public async ValueTask<CommandResult> RunAsync(
        ShellCommand command, Action<string>? onOutput, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (cancellationToken.IsCancellationRequested)
            return new CommandResult { WasStopped = true };

        long started = time.GetTimestamp();
        var mark = new ProcessTag();
        if (CommandStarter.Refuse(command) is { } wrong)
            return new CommandResult { StartError = wrong };

        using Process? process = CommandStarter.TryStart(command, Outside(), mark, out string? error);
        return process is null
            ? new CommandResult { StartError = error, Duration = time.GetElapsedTime(started) }
            : await FollowAsync(process, mark, command, onOutput, cancellationToken).ConfigureAwait(false) with
            {
                Duration = time.GetElapsedTime(started),
            };
    }

    private async Task<CommandResult> FollowAsync(
        Process process, ProcessTag mark, ShellCommand command, Action<string>? onOutput, CancellationToken cancellationToken)
    {
        var tree = new ProcessTree(process, mark, time);
        var stale = new StaleDetector(command.Stale ?? new(), time);
        var output = new CommandOutput(command.OutputLimit, onOutput, stale);
        using var pipes = new CommandPipes(process, output);
        pipes.Write(command.Input);

        CommandExitReason end;
        try
        {
            Task ended = pipes.UntilExitAsync(tree.Exit);
            end = await new CommandMonitor(command.Timeout, command.Stale, stale, time).WaitAsync(ended, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            output.Close();
            await tree.EndAsync().ConfigureAwait(false);
            throw;
        }

        if (end != CommandExitReason.Exited)
            await tree.EndAsync().ConfigureAwait(false);
        await pipes.DrainAsync(DrainGrace, time, isAbandoned: end != CommandExitReason.Exited).ConfigureAwait(false);
        int? exitCode = tree.Exit.IsCompleted ? process.ExitCode : null;
        (string last, long length) = output.Close();
        return new CommandResult
        {
            ExitCode = exitCode,
            Signal = SignalOf(exitCode),
            TimedOut = end == CommandExitReason.TimedOut,
            WasStale = end == CommandExitReason.Stale,
            WasStopped = end == CommandExitReason.Stopped,
            Output = last,
            OutputLength = length,
        };
    }

    private static int? SignalOf(int? exitCode) =>
        exitCode is > SignalBase and <= SignalBase + 31 && !OperatingSystem.IsWindows() ? exitCode - SignalBase : null;
}
