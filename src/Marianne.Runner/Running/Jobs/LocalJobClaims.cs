using Marianne.Files;
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
        var key = (PlaceOf(store), job.Id);
        lock (Claimed)
        {
            if (!Claimed.Add(key))
                throw JobErrors.AlreadyRunning(job, process);
        }

        return new LocalClaim(key);
    }

    /// <summary>Returns where a store is. Two paths of one file are the same place, and a store in memory is a place of its own.</summary>
    private static object PlaceOf(IStore store) => store.Location switch
    {
        null => store,
        { } location when Path.IsPathFullyQualified(location) => StoredCase.Of(RealPath.Of(location)),
        { } server => server,
    };

    private sealed class LocalClaim((object Store, string Id) key) : IDisposable
    {
        public void Dispose()
        {
            lock (Claimed)
                Claimed.Remove(key);
        }
    }
}
