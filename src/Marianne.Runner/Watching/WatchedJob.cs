using Marianne.Jobs;

namespace Marianne.Watching;

/// <summary>A job in the list of watched jobs.</summary>
/// <param name="Job">The job without its sheets.</param>
/// <param name="Details">The job with its sheets; <c>null</c> if they were not read, because the job is not on the screen.</param>
internal sealed record WatchedJob(Job Job, WatchedSheets? Details)
{
    /// <summary>The latest version of the job that was read.</summary>
    public Job Latest => Details?.Job ?? Job;
}
