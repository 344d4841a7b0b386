using Marianne.Durations;
using Marianne.Policies;

namespace Marianne.Processes;

/// <summary>Watches a command until it ends or is to be ended.</summary>
/// <param name="timeout">How long it may run; nothing for ever.</param>
/// <param name="staleOptions">How long it may be silent; nothing for ever.</param>
/// <param name="stale">What knows for how long it has been silent.</param>
/// <param name="time">The clock.</param>
internal sealed class CommandMonitor(
    TimeSpan? timeout, StaleDetectionOptions? staleOptions, StaleDetector stale, TimeProvider time)
{
    /// <summary>A timer cannot wait for less than a millisecond.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly long _started = time.GetTimestamp();

    /// <summary>Waits.</summary>
    /// <param name="ended">Is done when the command has ended by itself. Its exception is passed on.</param>
    /// <param name="cancellationToken">Asks for its end.</param>
    public async Task<CommandExitReason> WaitAsync(Task ended, CancellationToken cancellationToken)
    {
        while (!ended.IsCompleted)
        {
            TimeSpan left = TimeLeft;
            if (left <= TimeSpan.Zero)
                return CommandExitReason.TimedOut;
            if (stale.IsStale)
                return CommandExitReason.Stale;

            TimeSpan wait = Duration.Max(Duration.Min(left, LookInterval), ShortestWait);
            try
            {
                await ended.WaitAsync(wait, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!ended.IsCompleted)
            {
                // It is time to look.
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

    private TimeSpan LookInterval => staleOptions is { Enabled: true } options
        ? Duration.Min(Duration.FromSeconds(options.CheckIntervalSeconds), Duration.LongestTimer)
        : Duration.LongestTimer;
}
