using System.Diagnostics;

namespace Marianne.Torture.Scenarios;

/// <summary>The clock of the worker jumps forward and back by hours and days while it runs a job, by libfaketime.</summary>
/// <remarks>
/// The worker is not killed, as in the other scenarios: it might hold a semaphore that libfaketime shares with the commands, which would
/// then wait for it without end.
/// </remarks>
/// <param name="kind">The kind of store.</param>
internal sealed class ClockScenario(StoreKind kind) : ShellScenario($"jumping clock ({kind.Name})", kind)
{
    private static readonly RunMode Mode = new("clock", 8, 2, FirstAttempt: "exit 1");

    private static readonly string[] Jumps = ["+0", "+2h", "-3h", "+400d", "-40d", "+59m", "-1s"];

    private static readonly string? Library = new[] { "/usr/lib", "/usr/lib64", "/lib" }
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.GetFiles(folder, "libfaketimeMT.so.1", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 2,
            IgnoreInaccessible = true,
        }))
        .FirstOrDefault();

    /// <inheritdoc/>
    public override string? SkipReason =>
        base.SkipReason ?? (OperatingSystem.IsLinux() && Library is not null ? null : "libfaketime is not installed");

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        StorePlace place = StorePlace.Of(Kind, round);
        var job = new TorturedJob(round, place, Mode);
        await job.WriteScoreAsync();
        for (int run = 1; run <= round.MostKills && !job.IsOver; run++)
        {
            await JumpAsync(round);
            ProcessStartInfo start = job.StartOfWorker();
            start.Environment["LD_PRELOAD"] = Library;
            start.Environment["FAKETIME_TIMESTAMP_FILE"] = round["clock"];
            start.Environment["FAKETIME_NO_CACHE"] = "1";
            start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
            start.Environment["DONT_FAKE_MONOTONIC"] = "1";
            using var worker = new Child(start, round);
            Task end = worker.WaitAsync();
            while (!end.IsCompleted)
            {
                await Task.WhenAny(end, Task.Delay(round.Random.Next(50, 600)));
                await JumpAsync(round);
            }

            await end;
            round.Count(isKilled: false, worker.Lines.Count);
            await job.CheckAsync(isKilled: false);
            await job.CheckEndAsync(worker, isDisturbed: false);
        }

        await job.CompleteAsync();
    }

    private static async Task JumpAsync(Round round)
    {
        // A file that is half written would be no time.
        await File.WriteAllTextAsync(round["clock.new"], Jumps[round.Random.Next(Jumps.Length)]);
        File.Move(round["clock.new"], round["clock"], overwrite: true);
        round.CountTrouble();
    }
}
