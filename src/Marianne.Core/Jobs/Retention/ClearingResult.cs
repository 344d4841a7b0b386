namespace Marianne.Jobs;

/// <summary>What was cleared of the history of a store.</summary>
/// <param name="What">The part of the history.</param>
/// <param name="Jobs">The number of jobs that it concerned.</param>
/// <param name="Attempts">The number of recorded attempts.</param>
/// <param name="Bytes">The number of bytes of their texts and values.</param>
public sealed record ClearingResult(HistoryPart What, long Jobs, long Attempts, long Bytes)
{
    /// <summary>The number of learned outcomes and recoveries.</summary>
    public long Records { get; init; }
}
