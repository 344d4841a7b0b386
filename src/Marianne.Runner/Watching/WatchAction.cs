using Marianne.Jobs;

namespace Marianne.Watching;

/// <summary>What a key asks for.</summary>
/// <param name="JobId">The job's id.</param>
internal abstract record WatchAction(string JobId)
{
    /// <summary>A change of a job.</summary>
    /// <param name="JobId">The job's id.</param>
    /// <param name="Update">The change.</param>
    public sealed record Change(string JobId, JobUpdate Update) : WatchAction(JobId);

    /// <summary>The approval of a sheet that waits for it.</summary>
    /// <param name="JobId">The job's id.</param>
    /// <param name="Sheet">The sheet's number.</param>
    public sealed record Approve(string JobId, int Sheet) : WatchAction(JobId);
}
