using Marianne.Policies;

namespace Marianne.Learning;

/// <summary>Keeps the state of circuit breakers, so that all processes that use the store share it.</summary>
public interface ICircuitStore
{
    /// <summary>Loads a circuit breaker, or returns <c>null</c> if it does not exist.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<Circuit?> GetCircuitAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists the circuit breakers by name.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<Circuit>> ListCircuitsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Creates or changes a circuit breaker in one atomic step, and returns it as it is stored. Nothing is written if nothing
    /// changes.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">
    /// Computes the new circuit breaker from the stored one, which is <c>null</c> if it does not exist. It may run while the
    /// store is locked, so it must be fast and must not block. If it throws, nothing is written.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The name is invalid: see <see cref="LearningValidator"/>.</exception>
    ValueTask<Circuit> UpdateCircuitAsync(
        string name, Func<Circuit?, Circuit> change, CancellationToken cancellationToken);

    /// <summary>Removes a circuit breaker. Returns <c>false</c> if it does not exist.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<bool> DeleteCircuitAsync(string name, CancellationToken cancellationToken);
}
