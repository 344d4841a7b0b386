namespace Marianne.Jobs;

/// <summary>The configuration of a job.</summary>
/// <param name="Snapshot">All of it: a JSON object, as text.</param>
/// <param name="Hash">What tells it from another.</param>
/// <param name="Path">The file that it came from; nothing when it came from none.</param>
/// <param name="TotalSheets">How many sheets it has, 1 or more.</param>
public sealed record JobConfig(string Snapshot, string Hash, string? Path, int TotalSheets);
