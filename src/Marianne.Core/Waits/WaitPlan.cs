namespace Marianne.Waits;

/// <summary>The next wait of an incident.</summary>
/// <param name="delay">
/// The delay before the next attempt. It is rounded up to whole milliseconds, because timers drop the rest, and no attempt may come
/// before a named time.
/// </param>
/// <param name="reason">
/// Why the delay is what it is, as a clause without a period; <c>null</c> if it is the delay of a policy.
/// </param>
public sealed class WaitPlan(TimeSpan delay, string? reason = null)
{
    /// <summary>The delay before the next attempt, in whole milliseconds.</summary>
    public TimeSpan Delay { get; } =
        TimeSpan.FromTicks((delay.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond);

    /// <summary>
    /// Why the delay is what it is, as a clause without a period; <c>null</c> if it is the delay of a policy.
    /// </summary>
    public string? Reason { get; } = reason;

    /// <summary>
    /// The sentence, without a subject and a period, that says why there is no next attempt; <c>null</c> if there is one.
    /// </summary>
    public string? GivesUp { get; init; }
}
