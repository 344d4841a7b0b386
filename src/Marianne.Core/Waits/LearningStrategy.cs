namespace Marianne.Waits;

/// <summary>The ways in which waits are learned.</summary>
public enum LearningStrategy : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>
    /// The mean of the average and the minimum of the recent successful waits, as other implementations learn it.
    /// </summary>
    Compatible,

    /// <summary>A plan on the recovery curve: see <see cref="RecoveryCurveEstimator"/>.</summary>
    RecoveryCurve,
}
