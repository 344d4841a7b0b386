namespace Marianne.Waits;

/// <summary>An incident that is not over, and what its waits and attempts cost.</summary>
/// <param name="StaticDelay">
/// The delay that is assumed while nothing is known. Values outside one second to a year are put into this range.
/// </param>
public sealed record WaitRequest(TimeSpan StaticDelay)
{
    /// <summary>The default of <see cref="FailureBudget"/>.</summary>
    public const double DefaultFailureBudget = 0.5;

    /// <summary>The static delay of an error that has none of its own: 30 seconds.</summary>
    public static readonly TimeSpan UnknownDelay = TimeSpan.FromSeconds(30);

    /// <summary>The default of <see cref="Penalty"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultPenalty = TimeSpan.FromSeconds(30);

    /// <summary>The default of <see cref="GiveUpAfter"/>: 7 days.</summary>
    public static readonly TimeSpan DefaultGiveUpAfter = TimeSpan.FromDays(7);

    /// <summary>
    /// The time of the incident's first error. Without it, recoveries at certain times of the clock are not recognized.
    /// </summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>The time from the first error to the last failed attempt; zero before the first attempt.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>The number of failed attempts after the first error.</summary>
    public int FailedTries { get; init; }

    /// <summary>
    /// The time from the first error to the reset time that the service named, or <c>null</c> if it named none. A value outside
    /// one second to a year is ignored.
    /// </summary>
    public TimeSpan? Hint { get; init; }

    /// <summary>The id of the incident. Rows of it are not part of the history.</summary>
    public string? Incident { get; init; }

    /// <summary>
    /// The current time. Incidents that began more than a day later are used without their beginning. The default is
    /// <c>null</c>: all beginnings are used.
    /// </summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>What a failed attempt costs, as a time. The default is 30 seconds.</summary>
    public TimeSpan Penalty { get; init; } = DefaultPenalty;

    /// <summary>
    /// The failed attempts for each incident above which attempts become more expensive. The default is 0.5.
    /// </summary>
    public double FailureBudget { get; init; } = DefaultFailureBudget;

    /// <summary>What giving up costs, as a time. The default is 7 days.</summary>
    public TimeSpan GiveUpAfter { get; init; } = DefaultGiveUpAfter;
}
