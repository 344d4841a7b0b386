using Marianne.Policies;

namespace Marianne.Learning;

/// <summary>
/// A circuit breaker whose state a learning store keeps, so that it outlasts the process and every process that has the
/// store sees the same. One that is off touches no store, and one that is closed is entered without a write.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="name">Its name; see <see cref="CircuitName"/>.</param>
/// <param name="options">What the score asks.</param>
/// <param name="time">The clock.</param>
public sealed class SharedCircuitBreaker(
    ICircuitStore store, string name, CircuitBreakerOptions options, TimeProvider time)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Asks to let an attempt through. Of all processes, one at a time gets through one that is half-open.</summary>
    /// <param name="attemptLimit">How long the attempt may take; see <see cref="CircuitBreaker.Enter"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <exception cref="MarianneException">CircuitDamaged: its state cannot be read.</exception>
    public async ValueTask<CircuitAdmission> EnterAsync(TimeSpan attemptLimit, CancellationToken cancellationToken)
    {
        if (!options.Enabled)
            return Enter(CircuitState.New);

        CircuitState seen = await ReadAsync(cancellationToken).ConfigureAwait(false);
        CircuitAdmission entry = Enter(seen);
        if (entry.State == seen)
            return entry;

        // Others may have seen the same, so the store asks again, one after the other.
        await UpdateAsync(state => (entry = Enter(state)).State, cancellationToken).ConfigureAwait(false);
        return entry;

        CircuitAdmission Enter(CircuitState state) => CircuitBreaker.Enter(state, options, attemptLimit, time.GetUtcNow());
    }

    /// <summary>Reports that an attempt succeeded; gives the state after it.</summary>
    /// <exception cref="MarianneException">CircuitDamaged: its state cannot be read.</exception>
    public ValueTask<CircuitState> SucceedAsync(CircuitPermit pass, CancellationToken cancellationToken) =>
        UpdateAsync(state => CircuitBreaker.Succeed(state, pass), cancellationToken);

    /// <summary>Reports that an attempt failed, not for a rate limit; gives the state after it.</summary>
    /// <exception cref="MarianneException">CircuitDamaged: its state cannot be read.</exception>
    public ValueTask<CircuitState> FailAsync(CircuitPermit pass, CancellationToken cancellationToken) =>
        UpdateAsync(state => CircuitBreaker.Fail(state, pass, options, time.GetUtcNow()), cancellationToken);

    /// <summary>
    /// Reports that an attempt says nothing of health: it was rate limited, paused or cancelled; gives the state after it.
    /// </summary>
    /// <exception cref="MarianneException">CircuitDamaged: its state cannot be read.</exception>
    public async ValueTask<CircuitState> GiveBackAsync(CircuitPermit pass, CancellationToken cancellationToken)
    {
        if (!options.Enabled)
            return CircuitState.New;

        CircuitState seen = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return CircuitBreaker.GiveBack(seen, pass) == seen
            ? seen
            : await UpdateAsync(state => CircuitBreaker.GiveBack(state, pass), cancellationToken).ConfigureAwait(false);
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
