namespace Marianne.Jobs;

/// <summary>How much of the history of a store is meant.</summary>
/// <param name="Jobs">The number of jobs that it concerns.</param>
/// <param name="Attempts">The number of recorded attempts.</param>
/// <param name="Bytes">
/// The number of bytes of its texts and values, also of those in files of a workspace, which is a little less than a store needs for them.
/// </param>
public readonly record struct HistoryAmount(long Jobs, long Attempts, long Bytes)
{
    /// <summary>Returns the sum of two amounts.</summary>
    public static HistoryAmount operator +(HistoryAmount left, HistoryAmount right) =>
        new(left.Jobs + right.Jobs, left.Attempts + right.Attempts, left.Bytes + right.Bytes);

    /// <summary>Returns the sum of this amount and another.</summary>
    /// <param name="other">The other amount.</param>
    public HistoryAmount Add(HistoryAmount other) => this + other;
}
