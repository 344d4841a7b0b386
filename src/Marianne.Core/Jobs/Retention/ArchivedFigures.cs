namespace Marianne.Jobs;

/// <summary>The figures of the jobs of one name and one outcome that were cleared.</summary>
/// <param name="Name">The name of the jobs.</param>
/// <param name="Status">How they ended.</param>
/// <param name="Jobs">The number of jobs.</param>
/// <param name="Attempts">The figures of their recorded attempts.</param>
public sealed record ArchivedFigures(string Name, JobStatus Status, long Jobs, AttemptFigures Attempts);
