namespace Marianne.Signals;

/// <summary>An instant that a text or a header names as the end of a limit or an outage.</summary>
/// <param name="Instant">The instant.</param>
/// <param name="IsToTheMinute">
/// Indicates whether it is given to the minute or coarser, so that the limit may end up to a minute later.
/// </param>
/// <param name="IsWeak">
/// Indicates whether it is when something is renewed rather than when to try again. It counts only if there is no other time.
/// </param>
internal readonly record struct NamedTime(DateTimeOffset Instant, bool IsToTheMinute = false, bool IsWeak = false)
{
    /// <summary>The longest time until a limit ends: a month and some days, the longest quota.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(40);

    /// <summary>A time that has passed by no more than this means that the limit has just ended.</summary>
    public static TimeSpan JustPast { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The delay that is added to a time that is given to the minute.</summary>
    public static TimeSpan Margin { get; } = TimeSpan.FromSeconds(20);

    /// <summary>The instant until which to wait.</summary>
    public DateTimeOffset WaitUntil => IsToTheMinute ? Instant + Margin : Instant;

    /// <summary>Determines whether a limit can end then: neither long ago nor in the distant future.</summary>
    /// <param name="now">The current time.</param>
    public bool IsPlausible(DateTimeOffset now) => Instant >= now - JustPast && Instant <= now + Longest;

    /// <summary>Returns the latest of several times, of which the weak ones count only without the others.</summary>
    /// <param name="times">The times.</param>
    /// <param name="now">The current time.</param>
    public static NamedTime? Latest(IEnumerable<NamedTime> times, DateTimeOffset now) => times
        .Where(time => time.IsPlausible(now))
        .OrderBy(time => !time.IsWeak)
        .ThenBy(time => time.Instant)
        .Select(time => (NamedTime?)time)
        .LastOrDefault();
}
