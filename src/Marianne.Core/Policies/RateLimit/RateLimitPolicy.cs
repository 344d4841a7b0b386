using Marianne.Durations;
using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Policies;

/// <summary>Decides how often a sheet waits for a rate limit to end, and how long while nothing better is known.</summary>
/// <remarks>Waits for a quota are counted separately from waits for other limits, because quotas last longer.</remarks>
public static class RateLimitPolicy
{
    /// <summary>The longest wait that a run makes. A job whose sheet would wait longer is paused.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromDays(8);

    /// <summary>Determines whether a sheet may wait for a limit once more.</summary>
    /// <param name="options">The score's options for rate limits.</param>
    /// <param name="code">The limit; a code whose <see cref="ErrorCode.IsRateLimit"/> is <c>true</c>.</param>
    /// <param name="measures">The sheet's measures, which count its waits so far.</param>
    public static bool MayWait(RateLimitOptions options, ErrorCode code, SheetMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(measures);

        return IsQuota(code) ? measures.QuotaWaits < options.MaxQuotaWaits : measures.RateLimitWaits < options.MaxWaits;
    }

    /// <summary>
    /// Returns the delay if neither the output nor the learning store knows a better one: the score's own, or the default
    /// of the error code.
    /// </summary>
    /// <param name="options">The score's options for rate limits.</param>
    /// <param name="code">The limit.</param>
    public static TimeSpan StaticDelay(RateLimitOptions options, ErrorCode code)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(code);

        TimeSpan own = Duration.FromMinutes(options.WaitMinutes);
        return options.HasOwnWait ? own : code.DefaultWait ?? own;
    }

    /// <summary>Returns the measures with one more wait for a limit.</summary>
    /// <param name="measures">The sheet's measures.</param>
    /// <param name="code">The limit that the sheet waits for.</param>
    public static SheetMeasures CountWait(SheetMeasures measures, ErrorCode code)
    {
        ArgumentNullException.ThrowIfNull(measures);
        ArgumentNullException.ThrowIfNull(code);

        return IsQuota(code)
            ? measures with { QuotaWaits = measures.QuotaWaits + 1 }
            : measures with { RateLimitWaits = measures.RateLimitWaits + 1 };
    }

    private static bool IsQuota(ErrorCode code) => code == ErrorCodes.Quota;
}
