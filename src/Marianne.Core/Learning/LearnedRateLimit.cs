namespace Marianne.Learning;

/// <summary>A rate limit that somebody ran into, so that others wait too.</summary>
public sealed record LearnedRateLimit
{
    /// <summary>The part of the expected duration after which the limit may be tried again.</summary>
    private const double ExpiresAfter = 0.8;

    /// <summary>Its id in the store.</summary>
    public string Id { get; init; } = "";

    /// <summary>The code of the error.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The model that is limited.</summary>
    public string? Model { get; init; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>When it is no longer in force.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The hash of the job that ran into it.</summary>
    public required string SourceJobHash { get; init; }

    /// <summary>How long it was expected to last.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How much of it is left, as of when it was read.</summary>
    public TimeSpan Remaining { get; init; }

    /// <summary>When a limit expires: 80 percent of its expected duration after it was recorded.</summary>
    public static DateTimeOffset Expiry(DateTimeOffset recordedAt, TimeSpan duration) =>
        recordedAt + (duration * ExpiresAfter);
}
