namespace Marianne.Jobs;

/// <summary>The steps in which a store is cleared, and the pauses between them.</summary>
/// <param name="time">The clock.</param>
internal sealed class CleaningPause(TimeProvider time)
{
    /// <summary>How many times as long as a step is the pause after it.</summary>
    private const int RestsOfStep = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Gives space back in steps, with pauses between them. Returns a sentence about what kept it from doing so; <c>null</c> if nothing did.
    /// </summary>
    /// <param name="release">Gives a part of the space back.</param>
    /// <param name="continues">Determines after each step whether another one may follow.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<string?> ReleaseSpaceAsync(
        Func<CancellationToken, ValueTask<ReleasedSpace>> release, Func<bool> continues, CancellationToken cancellationToken)
    {
        while (true)
        {
            long started = time.GetTimestamp();
            ReleasedSpace step = await release(cancellationToken).ConfigureAwait(false);
            if (!step.HasMore || !continues())
                return step.Obstacle;
            await RestAsync(started, cancellationToken).ConfigureAwait(false);
        }
    }

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
