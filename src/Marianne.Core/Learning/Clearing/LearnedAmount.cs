namespace Marianne.Learning;

/// <summary>How much of what was learned is meant.</summary>
/// <param name="Outcomes">The number of outcomes.</param>
/// <param name="Recoveries">The number of recoveries.</param>
/// <param name="Bytes">The number of bytes of their texts and values, which is a little less than a store needs for them.</param>
public readonly record struct LearnedAmount(long Outcomes, long Recoveries, long Bytes)
{
    /// <summary>The number of outcomes and recoveries.</summary>
    public long Records => Outcomes + Recoveries;

    /// <summary>Returns the sum of two amounts.</summary>
    public static LearnedAmount operator +(LearnedAmount left, LearnedAmount right) =>
        new(left.Outcomes + right.Outcomes, left.Recoveries + right.Recoveries, left.Bytes + right.Bytes);

    /// <summary>Returns the sum of this amount and another.</summary>
    /// <param name="other">The other amount.</param>
    public LearnedAmount Add(LearnedAmount other) => this + other;
}
