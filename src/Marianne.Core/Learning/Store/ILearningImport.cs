namespace Marianne.Learning;

/// <summary>Takes what another store has learned.</summary>
public interface ILearningImport
{
    /// <summary>
    /// Adds records with their ids and times, all of them or none. A record that the store already has is not added again; a circuit
    /// breaker, a cluster or a limit replaces an older one of the same name.
    /// </summary>
    /// <param name="batch">The records.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The number of the records that were added or replaced.</returns>
    ValueTask<int> ImportAsync(LearningBatch batch, CancellationToken cancellationToken);
}
