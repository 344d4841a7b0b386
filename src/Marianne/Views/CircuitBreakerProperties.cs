using System.Management.Automation;
using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>The properties of a circuit breaker that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class CircuitBreakerProperties
{
    /// <summary>The local time at which the circuit breaker opened, or <c>null</c>.</summary>
    public static object? GetOpenedAt(PSObject instance) =>
        Instant.Local(StoredProperty.Live<CircuitBreakerStatus>(instance).OpenedAt);

    /// <summary>The local time of the last change.</summary>
    public static DateTime GetUpdatedAt(PSObject instance) =>
        StoredProperty.Live<CircuitBreakerStatus>(instance).UpdatedAt.LocalDateTime;
}
