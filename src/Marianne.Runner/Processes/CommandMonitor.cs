using Marianne.Durations;
using Marianne.Policies;

namespace Marianne.Processes;

/// <summary>Waits until a command ends or must be ended.</summary>
/// <param name="timeout">The longest time that the command may run, or <c>null</c> for no limit.</param>
/// <param name="staleOptions">Specifies when a command that writes nothing is ended, or <c>null</c> for never.</param>
/// <param name="stale">Measures how long the command has written nothing.</param>
/// <param name="time">The clock.</param>
internal sealed class CommandMonitor(
    TimeSpan? timeout, StaleDetectionOptions? staleOptions, StaleDetector stale, TimeProvider time)
{
    /// <summary>A shorter delay would be rounded to zero.</summary>
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(1);

    private readonly long _started = time.GetTimestamp();

    /// <summary>Waits for the end of the command.</summary>
    /// <param name="ended">Completes when the command has ended by itself. Its exception is passed on.</param>
    /// <param name="cancellationToken">A token to cancel the command.</param>
    public async Task<CommandExitReason> WaitAsync(Task ended, CancellationToken cancellationToken)
    {
        while (!ended.IsCompleted)
        {
            TimeSpan left = TimeLeft;
            if (left <= TimeSpan.Zero)
                return CommandExitReason.TimedOut;
            if (stale.IsStale)
                return CommandExitReason.Stale;

            TimeSpan delay = Duration.Max(Duration.Min(left, CheckInterval), ShortestDelay);
            try
            {
                await ended.WaitAsync(delay, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!ended.IsCompleted)
            {
                // It is time for the next check.
            }
            catch (OperationCanceledException) when (!ended.IsCompleted)
            {
                return CommandExitReason.Stopped;
            }
        }

        await ended.ConfigureAwait(false);
        return CommandExitReason.Exited;
    }

    private TimeSpan TimeLeft => (timeout ?? TimeSpan.MaxValue) - time.GetElapsedTime(_started);

    private TimeSpan CheckInterval => staleOptions is { Enabled: true } options
        ? Duration.Min(Duration.FromSeconds(options.CheckIntervalSeconds), Duration.LongestTimer)
        : Duration.LongestTimer;
}
