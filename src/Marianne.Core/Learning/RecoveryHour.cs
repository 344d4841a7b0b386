namespace Marianne.Learning;

/// <summary>The recoveries that were recorded in one hour of the day.</summary>
/// <param name="Hour">The local hour, 0 to 23.</param>
/// <param name="Samples">How many there were.</param>
/// <param name="Successes">How many of them went well.</param>
public sealed record RecoveryHour(int Hour, long Samples, long Successes)
{
    /// <summary>The part that went well, 0 to 1; nothing when there were none.</summary>
    public double? SuccessRate => Samples == 0 ? null : (double)Successes / Samples;
}
