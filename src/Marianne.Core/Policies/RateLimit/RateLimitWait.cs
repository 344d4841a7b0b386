using Marianne.Durations;
using Marianne.Errors;

namespace Marianne.Policies;

/// <summary>How long a sheet waits for a rate limit to end.</summary>
/// <param name="Delay">How long.</param>
/// <param name="Source">Why so long.</param>
public sealed record RateLimitWait(TimeSpan Delay, RateLimitWaitSource Source)
{
    private static readonly TimeSpan ShortestForQuota = TimeSpan.FromMinutes(5);

    /// <summary>The next wait of a sheet; nothing when it has waited often enough and fails.</summary>
    /// <param name="options">What the score asks.</param>
    /// <param name="code">Which rate limit it is.</param>
    /// <param name="waits">How often the sheet has waited for limits of this kind, a quota or any other.</param>
    /// <param name="resetsAt">When the limit ends, if the output named it.</param>
    /// <param name="learned">The wait that was learned, if any.</param>
    /// <param name="now">The time.</param>
    public static RateLimitWait? Next(
        RateLimitOptions options, ErrorCode code, int waits, DateTimeOffset? resetsAt, TimeSpan? learned, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(code);

        bool isQuota = code == ErrorCodes.Quota;
        if (waits >= (isQuota ? options.MaxQuotaWaits : options.MaxWaits))
            return null;

        if (resetsAt > now)
        {
            TimeSpan rest = resetsAt.Value - now;
            return new RateLimitWait(isQuota ? Duration.Max(rest, ShortestForQuota) : rest, RateLimitWaitSource.ResetTime);
        }

        return learned is { } wait
            ? new RateLimitWait(wait, RateLimitWaitSource.Learned)
            : new RateLimitWait(StaticDelay(options, code), RateLimitWaitSource.Static);
    }

    /// <summary>What a learned wait falls back on: the score's own wait, else the default of the code.</summary>
    public static TimeSpan StaticDelay(RateLimitOptions options, ErrorCode code)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(code);

        TimeSpan own = Duration.FromMinutes(options.WaitMinutes);
        return options.HasOwnWait ? own : code.DefaultWait ?? own;
    }
}
