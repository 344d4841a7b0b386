using System.Diagnostics.CodeAnalysis;
using Marianne.Jobs;
using Marianne.Testing;

namespace Marianne.Torture.Scenarios;

/// <summary>
/// Files of a store are cut and flipped between runs. Reading and writing it then has results or errors of this module, and nothing else.
/// Afterwards the files are restored, and the job goes on.
/// </summary>
/// <param name="kind">The kind of store.</param>
internal sealed class DamageScenario(StoreKind kind) : ShellScenario($"damage ({kind.Name})", kind)
{
    private const int Damages = 6;

    private static readonly RunMode Mode = new("damaged", 6, 2);

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        string folder = round["store"];
        Directory.CreateDirectory(folder);
        StorePlace place = StorePlace.Of(Kind, round, folder);
        var job = new TorturedJob(round, place, Mode);
        await job.WriteScoreAsync();
        for (int kill = 1; kill <= round.MostKills && !job.IsOver; kill++)
        {
            using (var worker = new Child(job.StartOfWorker(), round))
                round.Count(await worker.KillAfterAsync(round.Random.Next(3, 14), round.Random.Next(200_000)), worker.Lines.Count);
            await job.CheckAsync(isKilled: true);
            for (int damage = 1; damage <= Damages; damage++)
                await DamageAsync(round, folder);
        }

        await job.CompleteAsync();
    }

    private async Task DamageAsync(Round round, string folder)
    {
        using var copy = new TemporaryFolder();
        CopyTo(folder, copy.Path);
        string[] files =
            [.. Directory.GetFiles(copy.Path, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).Length > 0).Order()];
        if (files.Length == 0)
            return;

        string file = files[round.Random.Next(files.Length)];
        byte[] content = await File.ReadAllBytesAsync(file);
        string what;
        if (round.Random.Next(3) == 0)
        {
            int length = round.Random.Next(content.Length);
            what = $"'{file}' cut at {length}";
            content = content[..length];
        }
        else
        {
            int place = round.Random.Next(content.Length);
            what = $"'{file}' flipped at {place}";
            content[place] ^= (byte)(1 << round.Random.Next(8));
        }

        await File.WriteAllBytesAsync(file, content);
        round.CountTrouble();
        if (await FindWrongErrorAsync(StorePlace.At(Kind, Path.Combine(copy.Path, Kind.FileName!))) is { } error)
            round.Check(false, $"{what}: {error}");
    }

    /// <summary>Reads and writes a store. Returns an error that is not one of this module.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Any other error is what is looked for.")]
    private static async Task<Exception?> FindWrongErrorAsync(StorePlace place)
    {
        try
        {
            await using IJobStore store = place.Open();
            await foreach (Job job in store.ListAsync(new JobQuery { OnDamage = _ => { } }, default))
                await store.ListHistoriesAsync(job.Id, default);
            await store.ListExecutionsAsync(new ExecutionQuery { First = long.MaxValue }, default).CountAsync();
            await store.SaveAsync(new Job("new", "new", 1, DateTimeOffset.UtcNow), SaveMode.IfUnchanged, default);
            return null;
        }
        catch (MarianneException)
        {
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private static void CopyTo(string from, string to)
    {
        foreach (string folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
