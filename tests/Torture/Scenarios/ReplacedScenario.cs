using Marianne.Jobs;
using Marianne.Torture.Checks;

namespace Marianne.Torture.Scenarios;

/// <summary>The store is moved away while it is used, and another one is put in its place. Later it is moved back.</summary>
/// <param name="kind">The kind of store.</param>
internal sealed class ReplacedScenario(StoreKind kind) : ShellScenario($"replaced store ({kind.Name})", kind)
{
    private static readonly RunMode Mode = new("replaced", 8, 2);

    private static readonly string[] Endings = ["", "-wal", "-shm"];

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        StorePlace place = StorePlace.Of(Kind, round);
        var job = new TorturedJob(round, place, Mode);
        await job.WriteScoreAsync();
        for (int turn = 1; turn <= round.MostKills && !job.IsOver; turn++)
        {
            using var worker = new Child(job.StartOfWorker(), round);
            await worker.ReadAsync(round.Random.Next(1, 12));
            bool isMoved = place.Exists;
            if (isMoved)
            {
                round.CountTrouble();
                Move(place.Path, round["away"]);
                if (round.Random.Next(2) == 0)
                    await CreateOtherAsync(place);
            }

            bool isKilled = round.Random.Next(3) == 0 && await worker.KillAfterAsync(round.Random.Next(0, 6), 0);
            if (!isKilled)
                await worker.WaitAsync();
            round.Count(isKilled, worker.Lines.Count);
            if (isMoved)
            {
                await ProcessCheck.WaitAsync(round);
                await StoreCheck.RunAsync(round, place);
                Remove(place.Path);
                Move(round["away"], place.Path);
            }

            await job.CheckAsync(isKilled: true);
            if (!isKilled)
                await job.CheckEndAsync(worker, isDisturbed: true);
        }

        await job.CompleteAsync();
    }

    private static async Task CreateOtherAsync(StorePlace place)
    {
        await using IJobStore other = place.Open();
        await other.SaveAsync(new Job("other", "other", 1, DateTimeOffset.UtcNow), SaveMode.IfUnchanged, default);
    }

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from))
        {
            Directory.Move(Path.TrimEndingDirectorySeparator(from), Path.TrimEndingDirectorySeparator(to));
            return;
        }

        foreach (string ending in Endings.Where(ending => File.Exists(from + ending)))
            File.Move(from + ending, to + ending);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        foreach (string ending in Endings)
            File.Delete(Path.TrimEndingDirectorySeparator(path) + ending);
    }
}
