namespace Marianne.Jobs;

/// <summary>The result of a change of a sheet.</summary>
/// <param name="Job">
/// The job after the change. A store that reads only what it needs leaves out the other sheets, the configuration, the tags and
/// the origin.
/// </param>
/// <param name="Sheet">The sheet after the change.</param>
/// <param name="RecoveredFrom">
/// The dead process from which the job was recovered by the change; <c>null</c> if it was not.
/// </param>
/// <param name="Attempt">The attempt that ended with the change, as it was recorded; <c>null</c> if there was none.</param>
public sealed record SheetUpdateResult(Job Job, Sheet Sheet, RunnerProcess? RecoveredFrom = null, Execution? Attempt = null)
{
    /// <summary>The token of the claim that the session has of the job; <c>null</c> if it has none.</summary>
    public long? Token { get; init; }
}
