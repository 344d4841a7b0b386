using Marianne.Options;

namespace Marianne.Policies;

/// <summary>How long a sheet waits is learned from earlier attempts: how, and what waits and attempts cost.</summary>
public sealed record LearningOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<LearningOptions> Section { get; } = new("learning");

    /// <summary>
    /// How waits are learned: from the estimated curve of recoveries, with the formula of other implementations, or not at all.
    /// </summary>
    public LearningMode Strategy { get; init; } = LearningMode.RecoveryCurve;

    /// <summary>What a failed attempt costs, in seconds of waiting. The more it costs, the longer a sheet waits.</summary>
    [Bounds(AtLeast = 0)]
    public double PenaltySeconds { get; init; } = 30;

    /// <summary>
    /// How many seconds of waiting one US dollar is worth. A failed attempt costs the mean of the last ten failed attempts, if that
    /// is more than penalty_seconds.
    /// </summary>
    [Bounds(Above = 0)]
    public double SecondsPerDollar { get; init; } = 600;

    /// <summary>
    /// How many failed attempts each incident may have on average. If there are more, attempts become more expensive, so that
    /// a sheet waits longer.
    /// </summary>
    [Bounds(Above = 0, AtMost = 10)]
    public double FailureBudget { get; init; } = 0.5;

    /// <summary>
    /// What it costs if a sheet fails because it stops waiting, as a duration. A sheet stops if further waits are expected to cost more.
    /// </summary>
    [Bounds(Above = 0)]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether a service that names the time of the next attempt is never called before it. Otherwise, the time is
    /// trusted as far as those that it named before were right.
    /// </summary>
    public bool ObeyNamedTimes { get; init; } = true;

    /// <summary>
    /// Whether the first attempt never comes before the default wait of the error. Otherwise it may, because a failed attempt
    /// often costs less than the rest of the wait.
    /// </summary>
    public bool NeverBeforeStatic { get; init; }
}
