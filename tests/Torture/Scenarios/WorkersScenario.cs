namespace Marianne.Torture.Scenarios;

/// <summary>Several workers run the sheets of one job, are killed and replaced, and their server is disturbed.</summary>
/// <param name="kind">The kind of store.</param>
internal sealed class WorkersScenario(StoreKind kind) : ShellScenario($"workers ({kind.Name})", kind)
{
    private const int Workers = 3;

    private static readonly RunMode Mode = new("workers", 24, 4);

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        StorePlace place = StorePlace.Of(Kind, round);
        var job = new TorturedJob(round, place, Mode);
        await job.WriteScoreAsync();
        await job.QueueAsync();
        for (int turn = 1; turn <= round.MostKills && !job.IsOver; turn++)
        {
            await using (ServerTrouble.Begin(place, round))
                await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(round, place, round.Random.Next(500, 4000))));
            await job.CheckAsync(isKilled: true); // It connects for the first time, which does not wait for a server that restarts.
        }

        using (Child last = Start(round, place))
        {
            await last.WaitAsync();
            round.Check(last.ExitCode == 0, $"the last worker ended with {await last.DescribeEndAsync()}");
        }

        await job.CheckAsync(isKilled: false);
        await job.CompleteAsync();
    }

    private static async Task WorkAsync(Round round, StorePlace place, int milliseconds)
    {
        using Child worker = Start(round, place);
        bool isKilled = await worker.KillAfterAsync(TimeSpan.FromMilliseconds(milliseconds));
        if (!isKilled)
            round.Check(worker.ExitCode == 0, $"a worker ended with {await worker.DescribeEndAsync()}");
        lock (place)
            round.Count(isKilled, worker.Lines.Count);
    }

    private static Child Start(Round round, StorePlace place) =>
        new(place.Worker("work", "--until-idle", "--parallel", "2"), round);
}
