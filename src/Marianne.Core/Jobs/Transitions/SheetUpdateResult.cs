namespace Marianne.Jobs;

/// <summary>What a change of one sheet left behind.</summary>
/// <param name="Job">The job after it. A store that reads only what it needs leaves the other sheets and the configuration out.</param>
/// <param name="Sheet">The sheet after it.</param>
/// <param name="RecoveredFrom">The dead process from which the job was recovered on the way.</param>
/// <param name="Attempt">The attempt that ended with it, as it was recorded.</param>
public sealed record SheetUpdateResult(Job Job, Sheet Sheet, RunnerProcess? RecoveredFrom = null, Execution? Attempt = null);
