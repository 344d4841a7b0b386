namespace Marianne.Policies;

/// <summary>Where the wait for a rate limit comes from.</summary>
public enum RateLimitWaitSource
{
    /// <summary>The output named when the limit ends.</summary>
    ResetTime,

    /// <summary>From how long earlier waits had to be.</summary>
    Learned,

    /// <summary>The score's own wait, or the default of the error code.</summary>
    Static,
}
