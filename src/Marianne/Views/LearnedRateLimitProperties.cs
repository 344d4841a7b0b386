using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>The properties of a rate limit that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class LearnedRateLimitProperties
{
    /// <summary>The local time at which the limit was recorded.</summary>
    public static DateTime GetRecordedAt(PSObject instance) =>
        StoredProperty.Live<LearnedRateLimit>(instance).RecordedAt.LocalDateTime;

    /// <summary>The local time at which the limit expires.</summary>
    public static DateTime GetExpiresAt(PSObject instance) =>
        StoredProperty.Live<LearnedRateLimit>(instance).ExpiresAt.LocalDateTime;
}
