using Marianne.Policies;

namespace Marianne.Learning;

/// <summary>
/// A circuit breaker whose state is kept in a learning store, so that all processes that use the store share it. A disabled
/// circuit breaker does not use the store, and entering a closed one writes nothing.
/// </summary>
/// <param name="store">The store of the circuit breakers.</param>
/// <param name="name">The name of the circuit breaker: see <see cref="CircuitName"/>.</param>
/// <param name="options">The options of the score.</param>
/// <param name="time">The clock.</param>
public sealed class SharedCircuitBreaker(
    ICircuitStore store, string name, CircuitBreakerOptions options, TimeProvider time)
{
    /// <summary>The name of the circuit breaker.</summary>
    public string Name => name;

    /// <summary>
    /// Requests the admission of an attempt. While the circuit is half-open, only one attempt of all processes is admitted at
    /// a time.
    /// </summary>
    /// <param name="attemptLimit">The maximum duration of the attempt: see <see cref="CircuitBreaker.Enter"/>.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">CircuitDamaged: the stored state cannot be read.</exception>
    public async ValueTask<CircuitAdmission> EnterAsync(TimeSpan attemptLimit, CancellationToken cancellationToken)
    {
        if (!options.Enabled)
            return Enter(CircuitState.New);

        CircuitState seen = await ReadAsync(cancellationToken).ConfigureAwait(false);
        CircuitAdmission entry = Enter(seen);
        if (entry.State == seen)
            return entry;

        // Another process may have seen the same state, so the decision is repeated within an atomic update.
        await UpdateAsync(state => (entry = Enter(state)).State, cancellationToken).ConfigureAwait(false);
        return entry;

        CircuitAdmission Enter(CircuitState state) => CircuitBreaker.Enter(state, options, attemptLimit, time.GetUtcNow());
    }

    /// <summary>Reports that an attempt succeeded, and returns the new state.</summary>
    /// <param name="pass">The permit of the attempt.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">CircuitDamaged: the stored state cannot be read.</exception>
    public ValueTask<CircuitState> SucceedAsync(CircuitPermit pass, CancellationToken cancellationToken) =>
        UpdateAsync(state => CircuitBreaker.Succeed(state, pass), cancellationToken);

    /// <summary>Reports that an attempt failed for a reason other than a rate limit, and returns the new state.</summary>
    /// <param name="pass">The permit of the attempt.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">CircuitDamaged: the stored state cannot be read.</exception>
    public ValueTask<CircuitState> FailAsync(CircuitPermit pass, CancellationToken cancellationToken) =>
        UpdateAsync(state => CircuitBreaker.Fail(state, pass, options, time.GetUtcNow()), cancellationToken);

    /// <summary>
    /// Reports that the result of an attempt says nothing about the service, because it was rate limited, paused or cancelled,
    /// and returns the new state.
    /// </summary>
    /// <param name="pass">The permit of the attempt.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">CircuitDamaged: the stored state cannot be read.</exception>
    public async ValueTask<CircuitState> GiveBackAsync(CircuitPermit pass, CancellationToken cancellationToken)
    {
        if (!options.Enabled)
            return CircuitState.New;

        CircuitState seen = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return CircuitBreaker.GiveBack(seen, pass) == seen
            ? seen
            : await UpdateAsync(state => CircuitBreaker.GiveBack(state, pass), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes the circuit breaker and discards its failures, unless the user forced it open. Returns whether it was open.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">CircuitDamaged: the stored state cannot be read.</exception>
    public async ValueTask<bool> CloseAsync(CancellationToken cancellationToken)
    {
        if (!options.Enabled)
            return false;

        CircuitState seen = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (seen.IsForced || seen is { Position: CircuitPosition.Closed, FailuresInARow: 0 })
            return false;

        await UpdateAsync(state => state.IsForced ? state : CircuitBreaker.Reset(state), cancellationToken)
            .ConfigureAwait(false);
        return seen.Position != CircuitPosition.Closed;
    }

    private async ValueTask<CircuitState> ReadAsync(CancellationToken cancellationToken) =>
        Known(await store.GetCircuitAsync(name, cancellationToken).ConfigureAwait(false)).State;

    private async ValueTask<CircuitState> UpdateAsync(
        Func<CircuitState, CircuitState> step, CancellationToken cancellationToken)
    {
        if (!options.Enabled)
            return CircuitState.New;

        Circuit updated = await store.UpdateCircuitAsync(name, Step, cancellationToken).ConfigureAwait(false);
        return updated.State;

        Circuit Step(Circuit? stored)
        {
            Circuit known = Known(stored);
            return known.With(step(known.State), options);
        }
    }

    private Circuit Known(Circuit? stored) => stored?.EnsureReadable() ?? new Circuit { Name = name };
}
