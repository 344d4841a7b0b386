using Marianne.Jobs;

namespace Marianne.Policies;

/// <summary>The errors of circuit breakers, made in one place.</summary>
public static class CircuitErrors
{
    /// <summary>There is none of this name.</summary>
    public static MarianneException NotFound(string name) => new(
        MarianneError.CircuitNotFound,
        $"There is no circuit breaker '{name}' in this store. Get-MarianneCircuitBreaker lists those that there are.",
        name);

    /// <summary>What the store holds of it cannot be read.</summary>
    public static MarianneException Damaged(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);

        UnreadableValue value = circuit.Unreadable[0];
        return new MarianneException(
            MarianneError.CircuitDamaged,
            $"The circuit breaker '{circuit.Name}' cannot be used: its {value.Column} is '{value.Raw}' in the store, and "
            + $"{value.Reason}. Reset-MarianneCircuitBreaker forgets what it holds and closes it.",
            circuit.Name);
    }

    /// <summary>It cannot be put there.</summary>
    public static MarianneException CannotForce(CircuitPosition position) => new(
        MarianneError.InvalidParameter,
        $"A circuit breaker cannot be forced {position}: it half-opens by itself, when the recovery timeout of an open one "
        + "has passed. Force it Open or Closed.",
        position);
}
