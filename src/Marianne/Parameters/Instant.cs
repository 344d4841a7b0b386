using System.Diagnostics.CodeAnalysis;

namespace Marianne.Commands;

/// <summary>Instants as people at a prompt write and read them: in local time.</summary>
internal static class Instant
{
    /// <summary>The instant of a time; one of no kind is local.</summary>
    [return: NotNullIfNotNull(nameof(time))]
    public static DateTimeOffset? Of(DateTime? time) => time is { } value ? new DateTimeOffset(value.ToUniversalTime()) : null;

    /// <summary>The local time of an instant.</summary>
    [return: NotNullIfNotNull(nameof(instant))]
    public static DateTime? Local(DateTimeOffset? instant) => instant?.LocalDateTime;
}
