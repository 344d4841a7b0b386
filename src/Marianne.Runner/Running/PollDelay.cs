using Marianne.Durations;

namespace Marianne.Running;

/// <summary>The delays between two looks at a store: short while something changes, longer while nothing does.</summary>
internal sealed class PollDelay
{
    /// <summary>The first delay.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    /// <summary>The delay after a long time without a change.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next = Shortest;

    /// <summary>Returns the next delay.</summary>
    /// <param name="hasChanged">Indicates whether the last look showed a change.</param>
    public TimeSpan Next(bool hasChanged)
    {
        TimeSpan delay = hasChanged ? Shortest : _next;
        _next = Duration.Min(delay * 2, Longest);
        return delay;
    }
}
