namespace Marianne.History;

/// <summary>What steps processed of streams.</summary>
/// <param name="TotalChunks">The sum of their chunks.</param>
/// <param name="TotalRecords">The sum of their records.</param>
/// <param name="StreamsProcessed">How many streams an imported file counts; 0 in a history of our own.</param>
public sealed record StreamTotals(long TotalChunks, long TotalRecords, long StreamsProcessed);
