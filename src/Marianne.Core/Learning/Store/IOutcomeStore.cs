namespace Marianne.Learning;

/// <summary>Records and lists the outcomes of sheets.</summary>
public interface IOutcomeStore
{
    /// <summary>
    /// Records outcomes, all of them or none, and returns them as they are stored. An outcome whose id the store already has
    /// is neither recorded again nor returned, so a call whose result is not known can be repeated.
    /// </summary>
    /// <param name="reports">The outcomes.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">A value is invalid: see <see cref="LearningValidator"/>.</exception>
    ValueTask<IReadOnlyList<LearnedOutcome>> RecordOutcomesAsync(
        IReadOnlyList<OutcomeReport> reports, CancellationToken cancellationToken);

    /// <summary>Lists outcomes, the newest first. They are read page by page.</summary>
    /// <param name="query">Which outcomes to list.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    IAsyncEnumerable<LearnedOutcome> ListOutcomesAsync(OutcomeQuery query, CancellationToken cancellationToken);

    /// <summary>Counts the outcomes that match a query, ignoring its paging.</summary>
    /// <param name="query">Which outcomes to count.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<long> CountOutcomesAsync(OutcomeQuery query, CancellationToken cancellationToken);
}
