namespace Marianne.Torture.Scenarios;

/// <summary>
/// The worker is killed while a command runs that would never end. The next run ends it, with what it has started, before it makes
/// another attempt.
/// </summary>
/// <param name="kind">The kind of store.</param>
internal sealed class LeftoverScenario(StoreKind kind) : ShellScenario($"leftover commands ({kind.Name})", kind)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>The first attempt of a sheet never ends. The second one looks whether that of any sheet is still alive.</summary>
    private static readonly RunMode Mode = new(
        "leftover",
        3,
        1,
        FirstAttempt: "echo $$ > pid; setsid sleep 3600 & sleep 3600",
        EveryAttempt: "grep -s '^State:' \"/proc/$(cat pid)/status\" | grep -v Z >> overlaps"); // Z has ended, and init has not noticed.

    /// <inheritdoc/>
    public override string? SkipReason =>
        base.SkipReason ?? (OperatingSystem.IsLinux() ? null : "the commands of a killed run are found only on Linux");

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        var job = new TorturedJob(round, StorePlace.Of(Kind, round), Mode);
        await job.WriteScoreAsync();
        for (int sheet = 1; sheet <= Mode.Sheets; sheet++)
        {
            using var worker = new Child(job.StartOfWorker(), round);
            while (!HasBegun(round, sheet) && !worker.HasEnded)
                await Task.Delay(Interval);
            await worker.KillAfterAsync(worker.Lines.Count, round.Random.Next(200_000));
            round.Count(isKilled: true, worker.Lines.Count);
        }

        await job.CompleteAsync(); // It checks that no process is left.
        string overlaps = await File.ReadAllTextAsync(round["ws/overlaps"]);
        round.Check(overlaps.Length == 0, $"an attempt was made beside the one of a killed run: {overlaps}");
    }

    private static bool HasBegun(Round round, int sheet)
    {
        string log = round["ws/log"];
        return File.Exists(log) && File.ReadLines(log).Any(line => line.StartsWith($"b {sheet} ", StringComparison.Ordinal));
    }
}
