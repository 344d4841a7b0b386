using System.Diagnostics.CodeAnalysis;

namespace Marianne.Commands;

/// <summary>Converts between instants and the local times that users enter and see.</summary>
internal static class Instant
{
    /// <summary>Converts a time to an instant. A time without a kind is local time.</summary>
    [return: NotNullIfNotNull(nameof(time))]
    public static DateTimeOffset? Of(DateTime? time) => time is { } value ? new DateTimeOffset(value.ToUniversalTime()) : null;

    /// <summary>Converts an instant to local time.</summary>
    [return: NotNullIfNotNull(nameof(instant))]
    public static DateTime? Local(DateTimeOffset? instant) => instant?.LocalDateTime;
}
