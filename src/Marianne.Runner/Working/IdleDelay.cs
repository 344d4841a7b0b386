using Marianne.Durations;

namespace Marianne.Working;

/// <summary>The delays of a worker that finds nothing to do. They grow, and differ from worker to worker.</summary>
/// <param name="random">Returns random numbers of at least 0 and less than 1.</param>
internal sealed class IdleDelay(Func<double> random)
{
    /// <summary>The first delay.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest delay while other workers run sheets, after which more may start.</summary>
    public static readonly TimeSpan LongestWhileActive = TimeSpan.FromSeconds(5);

    /// <summary>The longest delay.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private TimeSpan _next = Shortest;

    /// <summary>Starts again with short delays.</summary>
    public void Reset() => _next = Shortest;

    /// <summary>Returns the next delay.</summary>
    /// <param name="isActive">Indicates whether other workers run sheets of the jobs that the worker could work on.</param>
    /// <param name="untilDue">The time until the next waiting sheet is due; <c>null</c> if none waits.</param>
    public TimeSpan Next(bool isActive, TimeSpan? untilDue)
    {
        TimeSpan delay = Duration.Min(_next, isActive ? LongestWhileActive : Longest);
        _next = Duration.Min(_next * 2, Longest);
        delay *= 1 - (random() / 4); // Workers that were started together do not ask together.
        return untilDue is { } due ? Duration.Max(Duration.Min(delay, due), TimeSpan.Zero) : delay;
    }
}
