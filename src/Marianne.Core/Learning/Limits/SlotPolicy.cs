using Marianne.Durations;
using Marianne.Jobs;

namespace Marianne.Learning;

/// <summary>
/// The rules of limits across jobs, which all stores follow. A slot, and a place in the queue, is a lease: see <see cref="Lease"/>.
/// </summary>
public static class SlotPolicy
{
    private const int HeadPolls = 1; // Doublings of the first poll, up to half a second.
    private const int OtherPolls = 4; // Up to four seconds.

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(10);

    /// <summary>The time in which <see cref="SheetLimit.PerHour"/> attempts may begin.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The wait that counts as much as one point of priority. A sheet of the lowest priority that has waited for 34 minutes goes
    /// before a new one of the highest, so none waits for ever.
    /// </summary>
    public static TimeSpan WaitOfPoint { get; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Returns how long before now a sheet began to wait, as far as its place in the queue is concerned: a higher priority counts as
    /// an earlier beginning. The order of two sheets never changes.
    /// </summary>
    /// <param name="request">The request of the sheet.</param>
    public static TimeSpan RankAge(SlotRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Waited + (request.Holder.Priority * WaitOfPoint);
    }

    /// <summary>Returns why an attempt has to wait, or <c>null</c> if a limit lets it start.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="use">How much of it is used.</param>
    public static SlotRefusal? RefusalOf(SheetLimit limit, SlotUse use)
    {
        ArgumentNullException.ThrowIfNull(limit);
        if (limit.Concurrent is { } concurrent && use.InUse + use.Ahead >= concurrent)
            return new SlotRefusal(limit.Name, SlotRefusalReason.Concurrent, concurrent, use.Ahead);
        if (limit.PerHour is { } perHour && use.Started + use.Ahead >= perHour)
            return new SlotRefusal(limit.Name, SlotRefusalReason.PerHour, perHour, use.Ahead) { RetryAfter = use.UntilNext };
        return null;
    }

    /// <summary>
    /// Determines whether a slot, or a place in the queue, is free again. That of a dead process is free at once, and that of a process
    /// about which nothing is known when it has expired. One whose command still runs is never free.
    /// </summary>
    /// <param name="holder">The sheet that has it.</param>
    /// <param name="state">The state of what the sheet runs.</param>
    public static bool IsFree(SlotHolder holder, ProcessState state)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return state == ProcessState.Dead || (holder.HasExpired && state != ProcessState.Alive);
    }

    /// <summary>Returns the wait before a refused attempt asks again.</summary>
    /// <param name="refusal">The refusal.</param>
    /// <param name="polls">How often it has asked.</param>
    /// <param name="random">A random number of at least 0 and less than 1, so that sheets do not ask at the same time.</param>
    public static TimeSpan NextPoll(SlotRefusal refusal, int polls, double random)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        TimeSpan poll = FirstPoll * (1 << Math.Min(polls, refusal.Ahead == 0 ? HeadPolls : OtherPolls));
        if (refusal.RetryAfter is { } later && later > poll)
            poll = Duration.Min(later, LongestPoll);
        return TimeSpan.FromMilliseconds(Math.Round(poll.TotalMilliseconds * (0.75 + (random / 2))));
    }
}
