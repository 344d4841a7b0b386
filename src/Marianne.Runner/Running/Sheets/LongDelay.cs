using Marianne.Durations;

namespace Marianne.Running;

/// <summary>Waits of any length.</summary>
internal static class LongDelay
{
    /// <summary>Waits, measured by the clock's timestamps, so that a change of the system time has no effect.</summary>
    /// <param name="delay">The time to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task WaitAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (delay - time.GetElapsedTime(start) is var rest && rest > TimeSpan.Zero)
            await Task.Delay(Duration.Min(rest, Duration.LongestTimer), time, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
