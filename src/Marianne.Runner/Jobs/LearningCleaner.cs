using System.Runtime.CompilerServices;
using Marianne.Learning;

namespace Marianne.Jobs;

/// <summary>
/// Clears what was learned long ago, in short transactions with pauses between them, as <see cref="HistoryCleaner"/> clears jobs.
/// </summary>
/// <param name="learning">The learning store.</param>
/// <param name="time">The clock.</param>
public sealed class LearningCleaner(ILearningClearingStore learning, TimeProvider time)
{
    /// <summary>How many records are found at once: finding reads the whole store.</summary>
    private const int FoundAtOnce = 20_000;

    /// <summary>How many records a transaction clears.</summary>
    private const int BatchSize = 100;

    private readonly CleaningPause _pause = new(time);

    /// <summary>Measures what would be cleared.</summary>
    /// <param name="age">What was recorded at least so long ago is cleared.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public ValueTask<LearnedAmount> MeasureAsync(TimeSpan age, CancellationToken cancellationToken) =>
        learning.MeasureOldAsync(time.GetUtcNow() - age, cancellationToken);

    /// <summary>Clears what is old enough, and returns after each step what was cleared by it.</summary>
    /// <param name="age">What was recorded at least so long ago is cleared.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async IAsyncEnumerable<LearnedAmount> ClearAsync(
        TimeSpan age, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset before = time.GetUtcNow() - age;
        while (await learning.FindOldAsync(before, FoundAtOnce, cancellationToken).ConfigureAwait(false) is { IsEmpty: false } found)
        {
            long cleared = 0;
            foreach (OldLearning batch in BatchesOf(found))
            {
                long started = time.GetTimestamp();
                LearnedAmount step = await learning.ClearOldAsync(batch, cancellationToken).ConfigureAwait(false);
                cleared += step.Records;
                yield return step;
                await _pause.RestAsync(started, cancellationToken).ConfigureAwait(false);
            }

            if (cleared == 0)
                yield break; // Another process clears the same records.
        }
    }

    /// <summary>
    /// Gives the space of cleared records back. Returns a sentence about what kept it from doing so; <c>null</c> if nothing did.
    /// </summary>
    /// <param name="continues">Determines after each step whether another one may follow.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public ValueTask<string?> ReleaseSpaceAsync(Func<bool> continues, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(continues);
        return _pause.ReleaseSpaceAsync(learning.ReleaseSpaceAsync, continues, cancellationToken);
    }

    private static IEnumerable<OldLearning> BatchesOf(OldLearning found) =>
        found.OutcomeIds.Chunk(BatchSize).Select(ids => new OldLearning(ids, []))
            .Concat(found.RecoveryIds.Chunk(BatchSize).Select(ids => new OldLearning([], ids)));
}
