namespace Marianne.Learning;

/// <summary>The recoveries that were recorded in one hour of the day.</summary>
/// <param name="Hour">The local hour, 0 to 23.</param>
/// <param name="Samples">How many there were.</param>
/// <param name="Successes">How many of them went well.</param>
public sealed record RecoveryHour(int Hour, long Samples, long Successes)
{
    private const int FewestSamples = 3;
    private const double OptimalFrom = 0.7;
    private const double AvoidUpTo = 0.3;

    /// <summary>The part that went well, 0 to 1; nothing when there were none.</summary>
    public double? SuccessRate => Samples == 0 ? null : (double)Successes / Samples;

    /// <summary>What they say about the hour: from three on, optimal from 70 percent, to avoid up to 30.</summary>
    public HourVerdict Verdict => this switch
    {
        { Samples: 0 } => HourVerdict.None,
        { Samples: < FewestSamples } => HourVerdict.FewSamples,
        { SuccessRate: >= OptimalFrom } => HourVerdict.Optimal,
        { SuccessRate: <= AvoidUpTo } => HourVerdict.Avoid,
        _ => HourVerdict.Mixed,
    };
}
