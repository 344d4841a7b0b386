namespace Marianne.Torture.Scenarios;

/// <summary>
/// The worker or PowerShell is killed while it runs a job, and started again, until the job is completed. A server is restarted
/// meanwhile, and its connections are ended.
/// </summary>
/// <param name="mode">The kind of run.</param>
/// <param name="kind">The kind of store.</param>
internal sealed class RunScenario(RunMode mode, StoreKind kind) : ShellScenario($"run {mode.Name} ({kind.Name})", kind)
{
    /// <summary>After so many runs, the server is left alone, so that the job ends.</summary>
    private const int DisturbedRuns = 10;

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        StorePlace place = StorePlace.Of(Kind, round);
        var job = new TorturedJob(round, place, mode);
        await job.WriteScoreAsync(costLimit: 0.045m);
        for (int run = 1; !job.IsOver; run++)
        {
            int left = mode.Sheets - (job.Job?.Progress.Finished ?? 0);
            bool isKilled;
            bool isDisturbed;
            using Child worker = job.Start();
            await using (ServerTrouble? trouble = run <= DisturbedRuns ? ServerTrouble.Begin(place, round) : null)
            {
                isDisturbed = trouble is not null;
                isKilled = run <= round.MostKills
                    && await worker.KillAfterAsync(round.Random.Next(0, (3 * left) + 3), round.Random.Next(200_000));
                if (!isKilled)
                    await worker.WaitAsync();
            }

            round.Count(isKilled, worker.Lines.Count);
            await job.CheckAsync(isKilled);
            if (isKilled)
                continue;

            await job.CheckEndAsync(worker, isDisturbed);
            if (worker.ExitCode == TorturedJob.Paused) // The limit of the cost was reached.
                await job.WriteScoreAsync();
        }

        decimal cost = job.Job?.Cost ?? 0;
        round.Check(mode.Name != "cost" || cost >= 0.01m * mode.Sheets, $"the sheets have cost {cost}");
    }
}
