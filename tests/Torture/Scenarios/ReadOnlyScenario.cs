using Marianne.Testing;

namespace Marianne.Torture.Scenarios;

/// <summary>The folder of the store becomes read-only while a job runs, and writable again.</summary>
/// <param name="kind">The kind of store.</param>
internal sealed class ReadOnlyScenario(StoreKind kind) : ShellScenario($"read-only disk ({kind.Name})", kind)
{
    private static readonly RunMode Mode = new("read-only", 8, 2);

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        string folder = round["disk"];
        Directory.CreateDirectory(folder);
        StorePlace place = StorePlace.Of(Kind, round, folder);
        var job = new TorturedJob(round, place, Mode);
        await job.WriteScoreAsync();
        for (int turn = 1; turn <= round.MostKills && !job.IsOver; turn++)
        {
            using var worker = new Child(job.StartOfWorker(), round);
            await worker.ReadAsync(round.Random.Next(0, 12));
            using (ReadOnlyDisk.Mount(folder))
            {
                round.CountTrouble();
                await worker.ReadAsync(worker.Lines.Count + round.Random.Next(1, 6));
                if (round.Random.Next(2) == 0)
                    await worker.WaitAsync();
            }

            await worker.WaitAsync();
            round.Count(isKilled: false, worker.Lines.Count);
            await job.CheckAsync(isKilled: false);
            await job.CheckEndAsync(worker, isDisturbed: true);
        }

        await job.CompleteAsync();
    }
}
