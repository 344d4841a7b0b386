using Marianne.Durations;
using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Policies;

/// <summary>Decides how long a sheet waits for a rate limit to end.</summary>
/// <remarks>Waits for a quota are counted separately from waits for other limits, because quotas last longer.</remarks>
public static class RateLimitPolicy
{
    /// <summary>The longest wait that a run makes. A job whose sheet would wait longer is paused.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromDays(8);

    /// <summary>The delay if the limit ends now, or has just ended.</summary>
    private static readonly TimeSpan ShortDelay = TimeSpan.FromSeconds(5);

    /// <summary>A time that has passed by no more than this means that the limit has just ended.</summary>
    private static readonly TimeSpan JustPast = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Returns the delay until the next attempt, or <c>null</c> if the sheet has waited as often as the options allow.
    /// </summary>
    /// <param name="options">The score's options for rate limits.</param>
    /// <param name="code">The limit; a code whose <see cref="ErrorCode.IsRateLimit"/> is <c>true</c>.</param>
    /// <param name="measures">The sheet's measures, which count its waits so far.</param>
    /// <param name="resetsAt">The time at which the limit ends according to the output; <c>null</c> if it names none.</param>
    /// <param name="learned">The learned delay; <c>null</c> if there is none.</param>
    /// <param name="now">The current time.</param>
    public static TimeSpan? NextDelay(
        RateLimitOptions options,
        ErrorCode code,
        SheetMeasures measures,
        DateTimeOffset? resetsAt,
        TimeSpan? learned,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(measures);

        (int waits, int maximum) = IsQuota(code)
            ? (measures.QuotaWaits, options.MaxQuotaWaits)
            : (measures.RateLimitWaits, options.MaxWaits);
        return waits >= maximum ? null
            : resetsAt >= now - JustPast ? Duration.Max(resetsAt.Value - now, resetsAt > now ? TimeSpan.Zero : ShortDelay)
            : learned ?? StaticDelay(options, code);
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
