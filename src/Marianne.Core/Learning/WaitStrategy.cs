namespace Marianne.Learning;

/// <summary>The ways in which a delay is determined.</summary>
public enum WaitStrategy : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>Too little was learned: the static delay is used.</summary>
    StaticFallback,

    /// <summary>The delay was learned from recoveries alone.</summary>
    GlobalLearned,

    /// <summary>The delay was learned from few recoveries and blended with the static delay.</summary>
    GlobalLearnedBlend,

    /// <summary>The delay was planned on the recovery curve: see <see cref="Waits.RecoveryCurveEstimator"/>.</summary>
    RecoveryCurve,
}
