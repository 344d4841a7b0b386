using Marianne.Jobs;

namespace Marianne.Torture.Scenarios;

/// <summary>A job is suspended and resumed by several others at once while it runs, and its run is killed now and then.</summary>
/// <param name="kind">The kind of store.</param>
internal sealed class SuspendScenario(StoreKind kind) : ShellScenario($"suspend and resume ({kind.Name})", kind)
{
    private const int Others = 3;

    private static readonly RunMode Mode = new("suspended", 12, 2);

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        StorePlace place = StorePlace.Of(Kind, round);
        var job = new TorturedJob(round, place, Mode);
        await job.WriteScoreAsync();
        for (int run = 1; run <= 2 * round.MostKills && !job.IsOver; run++)
        {
            using Child worker = job.Start();
            using var stop = new CancellationTokenSource();
            Task<int>[] others =
                [.. Enumerable.Range(0, Others).Select(_ => ChangeAsync(round, place, new Random(round.Random.Next()), stop.Token))];
            bool isKilled = round.Random.Next(3) == 0
                && await worker.KillAfterAsync(round.Random.Next(1, 12), round.Random.Next(200_000));
            if (!isKilled)
                await worker.WaitAsync();
            await stop.CancelAsync();
            round.Count(isKilled, worker.Lines.Count + (await Task.WhenAll(others)).Sum());
            await job.CheckAsync(isKilled);
            if (!isKilled) // The job may have been resumed after its run has heard that it is paused.
                await job.CheckEndAsync(worker, isDisturbed: true);
        }

        await job.CompleteAsync();
    }

    /// <summary>Suspends and resumes the job until it is stopped. Returns how often that succeeded.</summary>
    private static async Task<int> ChangeAsync(Round round, StorePlace place, Random random, CancellationToken stop)
    {
        int changes = 0;
        await using IJobStore store = place.Open();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(random.Next(20, 400), CancellationToken.None);
            try
            {
                Job? job = place.Exists ? await store.ListAsync(JobQuery.All, default).FirstOrDefaultAsync(CancellationToken.None) : null;
                if (job is null)
                    continue;

                await store.UpdateAsync(job.Id, random.Next(2) == 0 ? new JobUpdate.Pause() : new JobUpdate.Resume(), default);
                changes++;
            }
            catch (MarianneException error) when (error.Error is MarianneError.InvalidTransition or MarianneError.JobIsPlayed)
            {
                // The job is completed, is in that state already, or runs.
            }
        }

        return changes;
    }
}
