namespace Marianne.Jobs;

/// <summary>Keeps the retention rule of a store, and lets one process at a time clear its history by that rule.</summary>
public interface IRetentionStore
{
    /// <summary>Returns the rule of the store; <see cref="RetentionRule.None"/> if it was never set.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<RetentionRule> GetRetentionAsync(CancellationToken cancellationToken);

    /// <summary>Sets the rule of the store, in one step.</summary>
    /// <param name="change">Computes the new rule from the stored one. It may run while the store is locked.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<RetentionRule> SetRetentionAsync(Func<RetentionRule, RetentionRule> change, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that jobs of the store have rules of their own: from then on, its history is looked at even if its own rule keeps everything.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask NoteOwnRulesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins to clear the history of the store by its rule. Returns <c>null</c> if there is nothing to do: no rule was ever set or noted,
    /// or the history was cleared not long ago, or another process clears it.
    /// </summary>
    /// <param name="turn">The time after which another process may begin, if this one does not end.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<RetentionRule?> BeginCleaningAsync(TimeSpan turn, CancellationToken cancellationToken);

    /// <summary>Ends the clearing of the history.</summary>
    /// <param name="pause">The time after which the next process may begin.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask EndCleaningAsync(TimeSpan pause, CancellationToken cancellationToken);
}
