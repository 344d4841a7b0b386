namespace Marianne.Learning;

/// <summary>A recorded rate limit. Other jobs wait for its end as well.</summary>
public sealed record LearnedRateLimit
{
    /// <summary>The fraction of the expected duration after which the limit may be tested again.</summary>
    private const double ExpiresAfter = 0.8;

    /// <summary>Clocks of machines that share a store differ a little.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    /// <summary>The id in the store.</summary>
    public string Id { get; init; } = "";

    /// <summary>The error code.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The limited model or instrument; <c>null</c> if the limit is not specific to one.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The service that is limited, which decides whom the limit holds; <c>null</c> if it is not known, as in a limit that another
    /// implementation recorded.
    /// </summary>
    public string? Service { get; init; }

    /// <summary>The time at which the limit was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The time at which the limit expires.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The hash of the job that ran into the limit: see <see cref="LearningHash.OfJob"/>.</summary>
    public required string SourceJobHash { get; init; }

    /// <summary>The expected duration of the limit.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The time until the limit expires, as of when it was read.</summary>
    public TimeSpan Remaining { get; init; }

    /// <summary>Returns the limit with its remaining time, or <c>null</c> if it is not in force.</summary>
    /// <remarks>
    /// A limit is in force for no longer than its own duration. One that was recorded in the future, because the clock was ahead
    /// then or was set back since, is not in force.
    /// </remarks>
    /// <param name="now">The current time.</param>
    public LearnedRateLimit? InForceAt(DateTimeOffset now)
    {
        DateTimeOffset start = RecordedAt == default ? ExpiresAt - Shorter(Duration, ExpiresAt - DateTimeOffset.MinValue) : RecordedAt;
        DateTimeOffset end = Duration > TimeSpan.Zero && Durations.Duration.After(start, Duration) is var latest && latest < ExpiresAt
            ? latest
            : ExpiresAt;
        return end > now && start - now <= ClockTolerance ? this with { Remaining = end - now } : null;

        static TimeSpan Shorter(TimeSpan first, TimeSpan second) => first < second ? first : second;
    }

    /// <summary>Computes when a limit expires: after 80 percent of its expected duration.</summary>
    /// <param name="recordedAt">The time at which the limit was recorded.</param>
    /// <param name="duration">The expected duration of the limit.</param>
    public static DateTimeOffset Expiry(DateTimeOffset recordedAt, TimeSpan duration) =>
        Durations.Duration.After(recordedAt, duration * ExpiresAfter);
}
