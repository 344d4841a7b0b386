namespace Marianne.Working;

/// <summary>How a worker works.</summary>
public sealed record WorkerOptions
{
    /// <summary>The longest <see cref="Grace"/>. Timers measure some weeks at most.</summary>
    public static readonly TimeSpan LongestGrace = TimeSpan.FromDays(14);

    /// <summary>The maximum number of sheets that run at the same time. The default is 1.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>
    /// The time that running sheets get to end when the worker is stopped. Those that have not ended then are interrupted, and any
    /// worker runs them again. The default is none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, or longer than <see cref="LongestGrace"/>.</exception>
    public TimeSpan Grace
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LongestGrace);
            field = value;
        }
    }

    /// <summary>The tags of the jobs to work on; a job needs one of them. The default is an empty list: any job.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Indicates whether the worker ends when there is nothing left that it could run. The default is <c>false</c>.</summary>
    public bool UntilIdle { get; init; }
}
