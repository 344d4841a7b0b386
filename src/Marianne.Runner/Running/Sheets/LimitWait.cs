using Marianne.Learning;

namespace Marianne.Running;

/// <summary>A wait of a sheet for a rate limit that it met.</summary>
/// <param name="Delay">The time to wait.</param>
/// <param name="Limit">The limit as it is stored, which can be lifted; <c>null</c> if it could not be stored.</param>
internal sealed record LimitWait(TimeSpan Delay, LearnedRateLimit? Limit)
{
    /// <summary>How to end the wait, as a sentence; <c>null</c> if the wait is short or cannot be ended.</summary>
    public string? Advice => Limit is { } limit && Delay >= RunLimits.LongWait ? RunLimits.AdviceOf(limit) : null;
}
