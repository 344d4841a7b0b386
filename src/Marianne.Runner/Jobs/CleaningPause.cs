namespace Marianne.Jobs;

/// <summary>The pauses between the steps in which a store is cleared.</summary>
/// <param name="time">The clock.</param>
internal sealed class CleaningPause(TimeProvider time)
{
    /// <summary>How many times as long as a step is the pause after it.</summary>
    private const int RestsOfStep = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Rests for a multiple of the time that the step took. Other writers of a file look from time to time whether it is free: if it was not
    /// free for most of the time, one of them could miss each moment.
    /// </summary>
    /// <param name="started">The timestamp at which the step started.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask RestAsync(long started, CancellationToken cancellationToken)
    {
        TimeSpan pause = RestsOfStep * time.GetElapsedTime(started);
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause < Longest ? pause : Longest, time, cancellationToken).ConfigureAwait(false);
    }
}
