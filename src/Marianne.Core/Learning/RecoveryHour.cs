namespace Marianne.Learning;

/// <summary>The recoveries that were recorded in one hour of the day.</summary>
/// <param name="Hour">The local hour, 0 to 23.</param>
/// <param name="Samples">The number of recoveries.</param>
/// <param name="Successes">The number of successful recoveries.</param>
public sealed record RecoveryHour(int Hour, long Samples, long Successes)
{
    private const int FewestSamples = 3;
    private const double OptimalFrom = 0.7;
    private const double AvoidUpTo = 0.3;

    /// <summary>The fraction of successful recoveries, 0 to 1; <c>null</c> if there were none.</summary>
    public double? SuccessRate => Samples == 0 ? null : (double)Successes / Samples;

    /// <summary>
    /// The rating of the hour. With three or more recoveries, 70 percent or more successes are optimal and 30 percent or less
    /// are to be avoided.
    /// </summary>
    public HourVerdict Verdict => this switch
    {
        { Samples: 0 } => HourVerdict.None,
        { Samples: < FewestSamples } => HourVerdict.FewSamples,
        { SuccessRate: >= OptimalFrom } => HourVerdict.Optimal,
        { SuccessRate: <= AvoidUpTo } => HourVerdict.Avoid,
        _ => HourVerdict.Mixed,
    };
}
