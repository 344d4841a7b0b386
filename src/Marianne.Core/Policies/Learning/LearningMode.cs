namespace Marianne.Policies;

/// <summary>How the waits of a run are learned.</summary>
public enum LearningMode : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>A plan on the recovery curve, which is estimated from successful and failed attempts.</summary>
    RecoveryCurve,

    /// <summary>
    /// The mean of the average and the minimum of the recent successful waits, as other implementations learn it.
    /// </summary>
    Compatible,

    /// <summary>Waits are not learned. Their outcomes are recorded all the same.</summary>
    Off,
}
