namespace Marianne.Jobs;

/// <summary>What one step of clearing did.</summary>
/// <param name="Finished">How many of the jobs it has finished with, from the first on.</param>
/// <param name="Amount">What was cleared.</param>
public sealed record ClearedHistory(int Finished, HistoryAmount Amount)
{
    /// <summary>The outputs in files that no job of the store uses any more.</summary>
    public IReadOnlyList<SheetOutput> UnusedFiles { get; init; } = [];

    /// <summary>The errors of damaged jobs. What they concern was kept, and the other jobs were cleared.</summary>
    public IReadOnlyList<MarianneException> Damages { get; init; } = [];
}
