using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Policies;

/// <summary>Creates the errors of circuit breakers.</summary>
public static class CircuitErrors
{
    /// <summary>The circuit breaker does not exist.</summary>
    /// <param name="name">The name.</param>
    public static MarianneException NotFound(string name) => new(
        MarianneError.CircuitNotFound,
        $"The circuit breaker '{name}' does not exist in this store. "
        + "Use Get-MarianneCircuitBreaker to list the circuit breakers.",
        name);

    /// <summary>The circuit breaker to force does not exist.</summary>
    /// <param name="name">The name.</param>
    /// <param name="known">The names of the circuit breakers.</param>
    public static MarianneException Misspelled(string name, IReadOnlyList<string> known) => new(
        MarianneError.CircuitNotFound,
        $"The circuit breaker '{name}' does not exist in this store. "
        + (NearestWord.Of(name, known) is { } nearest ? $"Did you mean '{nearest}'? " : "")
        + "Use -Force to create it.",
        name);

    /// <summary>A stored value of the circuit breaker cannot be read.</summary>
    /// <param name="circuit">The circuit breaker.</param>
    public static MarianneException Damaged(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);

        UnreadableValue value = circuit.Unreadable[0];
        return new MarianneException(
            MarianneError.CircuitDamaged,
            $"The circuit breaker '{circuit.Name}' cannot be used: its {value.Column} in the store is '{value.Raw}': "
            + $"{value.Reason}. Use Reset-MarianneCircuitBreaker to close it and discard its stored values.",
            circuit.Name);
    }

    /// <summary>The circuit breaker cannot be forced to this position.</summary>
    /// <param name="position">The position.</param>
    public static MarianneException CannotForce(CircuitPosition position) => new(
        MarianneError.InvalidParameter,
        $"A circuit breaker cannot be set to {position}: it becomes half-open when its recovery timeout elapses. Set it to Open "
        + "or Closed.",
        position);
}
