namespace Marianne.History;

/// <summary>The totals of stream processing.</summary>
/// <param name="TotalChunks">The number of processed chunks.</param>
/// <param name="TotalRecords">The number of processed records.</param>
/// <param name="StreamsProcessed">The number of streams in an imported file; 0 in other histories.</param>
public sealed record StreamTotals(long TotalChunks, long TotalRecords, long StreamsProcessed);
