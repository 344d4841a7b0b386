using Marianne.Jobs;

namespace Marianne.Watching;

/// <summary>What a key asks for: a change of a job.</summary>
/// <param name="JobId">The job's id.</param>
/// <param name="Update">The change.</param>
internal sealed record WatchAction(string JobId, JobUpdate Update);
