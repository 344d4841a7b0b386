using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>The properties of a rate limit as <c>Marianne.Types.ps1xml</c> shows them.</summary>
public static class LearnedRateLimitProperties
{
    /// <summary>When it was recorded, in local time.</summary>
    public static DateTime GetRecordedAt(PSObject instance) => StoredProperty.Live<LearnedRateLimit>(instance).RecordedAt.LocalDateTime;

    /// <summary>When it is no longer in force, in local time.</summary>
    public static DateTime GetExpiresAt(PSObject instance) => StoredProperty.Live<LearnedRateLimit>(instance).ExpiresAt.LocalDateTime;
}
