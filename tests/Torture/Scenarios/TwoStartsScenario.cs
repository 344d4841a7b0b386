namespace Marianne.Torture.Scenarios;

/// <summary>
/// Several runs of one score are started in one instant, and one of them is killed. There is one job, and each sheet runs once.
/// </summary>
/// <param name="kind">The kind of store.</param>
internal sealed class TwoStartsScenario(StoreKind kind) : ShellScenario($"two starts ({kind.Name})", kind)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>The sheets wait until one run is left, so that no run comes so late that the job is done, and starts a new one.</summary>
    private static readonly RunMode Mode = new("starts", 5, 2, EveryAttempt: "until [ -e go ]; do sleep 0.01; done");

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        StorePlace place = StorePlace.Of(Kind, round);
        var job = new TorturedJob(round, place, Mode);
        await job.WriteScoreAsync();
        for (int start = 1; start <= round.MostKills && !job.IsOver; start++)
        {
            File.Delete(round["ws/go"]);
            Child[] runs = [.. Enumerable.Range(0, round.Random.Next(2, 4)).Select(_ => new Child(job.StartOfWorker(), round))];
            try
            {
                Child victim = runs[round.Random.Next(runs.Length)];
                Task[] others = [.. runs.Where(run => run != victim).Select(run => run.WaitAsync())];
                Task<bool> killing = victim.KillAfterAsync(TimeSpan.FromMilliseconds(round.Random.Next(100, 3000)));
                while (runs.Count(run => !run.HasEnded) > 1)
                    await Task.Delay(Interval);
                await File.WriteAllTextAsync(round["ws/go"], "");
                bool isKilled = await killing;
                await Task.WhenAll(others);
                round.Count(isKilled, runs.Sum(run => run.Lines.Count));
                await job.CheckAsync(isKilled: true);
                foreach (Child run in runs.Where(run => run != victim || !isKilled))
                    await job.CheckEndAsync(run, isDisturbed: true); // A run that comes second says so, and fails.
            }
            finally
            {
                Array.ForEach(runs, run => run.Dispose());
            }
        }

        await job.CompleteAsync();
    }
}
