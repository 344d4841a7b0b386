namespace Marianne.Jobs;

/// <summary>What clearing would remove.</summary>
/// <param name="Amount">What would be cleared.</param>
public sealed record MeasuredHistory(HistoryAmount Amount)
{
    /// <summary>The outputs in files that only these jobs use.</summary>
    public IReadOnlyList<SheetOutput> UnusedFiles { get; init; } = [];

    /// <summary>The errors of damaged jobs, which would be kept.</summary>
    public IReadOnlyList<MarianneException> Damages { get; init; } = [];
}
