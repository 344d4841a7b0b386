using System.Management.Automation;
using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>The properties of a circuit breaker as <c>Marianne.Types.ps1xml</c> shows them.</summary>
public static class CircuitBreakerProperties
{
    /// <summary>When it opened, in local time.</summary>
    public static object? GetOpenedAt(PSObject instance) =>
        Instant.Local(StoredProperty.Live<CircuitBreakerStatus>(instance).OpenedAt);

    /// <summary>When it last changed, in local time.</summary>
    public static DateTime GetUpdatedAt(PSObject instance) =>
        StoredProperty.Live<CircuitBreakerStatus>(instance).UpdatedAt.LocalDateTime;
}
