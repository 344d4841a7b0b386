using Marianne.Jobs;
using Marianne.Stores;

namespace Marianne.Running;

/// <summary>
/// The jobs that run in this process. A store distinguishes processes, but not two runners in one process.
/// </summary>
internal static class LocalJobClaims
{
    private static readonly HashSet<(object Store, string Id)> Claimed = [];

    /// <summary>Claims a job until the returned object is disposed.</summary>
    /// <param name="store">The job store.</param>
    /// <param name="job">The job.</param>
    /// <param name="process">This process.</param>
    /// <exception cref="MarianneException">JobIsPlayed: the job is already running in this process.</exception>
    public static IDisposable Claim(IStore store, Job job, RunnerProcess process)
    {
        var key = ((object?)StorePlace.Of(store) ?? store, job.Id);
        lock (Claimed)
        {
            if (!Claimed.Add(key))
                throw JobErrors.AlreadyRunning(job, process);
        }

        return new LocalClaim(key);
    }

    private sealed class LocalClaim((object Store, string Id) key) : IDisposable
    {
        public void Dispose()
        {
            lock (Claimed)
                Claimed.Remove(key);
        }
    }
}
