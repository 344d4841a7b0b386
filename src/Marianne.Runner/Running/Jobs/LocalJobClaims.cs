using Marianne.Jobs;
using Marianne.Stores;

namespace Marianne.Running;

/// <summary>
/// The jobs that this process plays right now. A store tells processes apart, but not two runners in one of them.
/// </summary>
internal static class LocalJobClaims
{
    private static readonly HashSet<(object Store, string Id)> Played = [];

    /// <summary>Says that a job is played here from now on, until the result is disposed of.</summary>
    /// <exception cref="MarianneException">JobIsPlayed: somebody in this process plays it already.</exception>
    public static IDisposable Claim(IStore store, Job job, RunnerProcess process)
    {
        var key = ((object?)store.Location ?? store, job.Id);
        lock (Played)
        {
            if (!Played.Add(key))
                throw JobErrors.AlreadyRunning(job, process);
        }

        return new Release(key);
    }

    private sealed class Release((object Store, string Id) key) : IDisposable
    {
        public void Dispose()
        {
            lock (Played)
                Played.Remove(key);
        }
    }
}
