namespace Marianne.Running;

/// <summary>Waits of any length.</summary>
internal static class LongDelay
{
    /// <summary>A timer takes no more than some weeks at once.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Waits; by the clock's own measure, so that setting the time of day changes nothing.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task WaitAsync(TimeSpan duration, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (duration - time.GetElapsedTime(start) is var rest && rest > TimeSpan.Zero)
            await Task.Delay(rest < Longest ? rest : Longest, time, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
