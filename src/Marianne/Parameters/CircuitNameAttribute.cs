using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>Converts an object to the name of a circuit breaker.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class CircuitNameAttribute() : ObjectNameAttribute(
    "is not a circuit breaker. Specify a name, or an object from Get-MarianneCircuitBreaker.", typeof(CircuitBreakerStatus));
