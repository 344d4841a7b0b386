using Marianne.Durations;

namespace Marianne.Running;

/// <summary>Waits of any length.</summary>
internal static class LongDelay
{
    /// <summary>Waits; by the clock's own measure, so that setting the time of day changes nothing.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task WaitAsync(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (duration - time.GetElapsedTime(start) is var rest && rest > TimeSpan.Zero)
            await Task.Delay(Duration.Min(rest, Duration.LongestTimer), time, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
