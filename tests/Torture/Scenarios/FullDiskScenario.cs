using Marianne.Testing;

namespace Marianne.Torture.Scenarios;

/// <summary>The disk of the store fills while a job runs, and is freed.</summary>
/// <param name="kind">The kind of store.</param>
internal sealed class FullDiskScenario(StoreKind kind) : ShellScenario($"full disk ({kind.Name})", kind)
{
    private const int BlockSize = 4096;

    private static readonly RunMode Mode = new("full", 8, 2);

    /// <inheritdoc/>
    public override string? SkipReason =>
        base.SkipReason ?? (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? null : "only root on Linux can mount disks");

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        string folder = round["disk"];
        Directory.CreateDirectory(folder);
        if (!TinyDisk.Run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder))
            throw new IOException($"A disk cannot be mounted at '{folder}'.");

        try
        {
            await RunAsync(round, folder);
        }
        finally
        {
            TinyDisk.Run("umount", "-l", folder);
        }
    }

    private async Task RunAsync(Round round, string folder)
    {
        StorePlace place = StorePlace.Of(Kind, round, folder);
        var job = new TorturedJob(round, place, Mode);
        await job.WriteScoreAsync();
        for (int turn = 1; turn <= round.MostKills && !job.IsOver; turn++)
        {
            using var worker = new Child(job.StartOfWorker(), round);
            await worker.ReadAsync(round.Random.Next(0, 10));
            string filler = Path.Combine(folder, "filler");
            Fill(filler);
            round.CountTrouble();
            bool isKilled = round.Random.Next(4) == 0 && await worker.KillAfterAsync(round.Random.Next(1, 5), 0);
            if (!isKilled && round.Random.Next(2) == 0)
                await worker.ReadAsync(worker.Lines.Count + round.Random.Next(1, 4));
            else if (!isKilled)
                await worker.WaitAsync();
            File.Delete(filler);
            await worker.WaitAsync();
            round.Count(isKilled, worker.Lines.Count);
            await job.CheckAsync(isKilled, hadNoRoom: worker);
            if (!isKilled)
                await job.CheckEndAsync(worker, isDisturbed: true);
        }

        await job.CompleteAsync();
    }

    private static void Fill(string path)
    {
        byte[] block = new byte[BlockSize];
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }
}
