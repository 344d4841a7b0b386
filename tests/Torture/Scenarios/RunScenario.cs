using System.Diagnostics;
using Marianne.Jobs;
using Marianne.Torture.Checks;

namespace Marianne.Torture.Scenarios;

/// <summary>
/// The worker or PowerShell is killed while it runs a job, and started again, until the job is completed.
/// </summary>
/// <param name="mode">The kind of run.</param>
/// <param name="kind">The kind of store.</param>
internal sealed class RunScenario(RunMode mode, StoreKind kind) : Scenario($"run {mode.Name} ({kind.Name})")
{
    private const int Paused = 3;

    /// <summary>Runs the job as the worker does, and acknowledges each event.</summary>
    private const string Script =
        """
        Connect-Marianne $store
        Invoke-MarianneJob $score -Force -PassThru | ForEach-Object { Ack $_ }
        $status = (Get-MarianneJob).Status
        exit ($status -eq 'Completed' ? 0 : $status -eq 'Paused' ? 3 : 1)
        """;

    /// <inheritdoc/>
    public override string? SkipReason => OperatingSystem.IsWindows() ? "the sheets are commands of a POSIX shell" : null;

    /// <inheritdoc/>
    public override async Task RunAsync(Round round)
    {
        string store = round[kind.FileName];
        string score = round["score.json"];
        var sheets = new RunCheck(round, round["ws/log"]);
        Directory.CreateDirectory(round["ws"]);
        await File.WriteAllTextAsync(score, mode.CreateScore(round.Random, costLimit: 0.045m));

        Job? job = null;
        for (int run = 1; job?.Status != JobStatus.Completed && round.Violations.Count == 0; run++)
        {
            int left = mode.Sheets - (job?.Progress.Finished ?? 0);
            using var worker = new Child(StartOf(round, score, store), round);
            bool isKilled = run <= round.MostKills
                && await worker.KillAfterAsync(round.Random.Next(0, (3 * left) + 3), round.Random.Next(200_000));
            if (!isKilled)
                await worker.WaitAsync();

            round.Count(isKilled, worker.Lines.Count);
            job = await CheckAsync(round, store, sheets, isKilled);
            if (isKilled)
                continue;

            bool isExpected = worker.ExitCode == 0 || (worker.ExitCode == Paused && job?.Status == JobStatus.Paused);
            round.Check(isExpected, $"the run ended with {await worker.DescribeEndAsync()}; the job is {job?.Status}");
            if (worker.ExitCode == Paused) // The limit of the cost was reached.
                await File.WriteAllTextAsync(score, mode.CreateScore(round.Random, costLimit: 1));
        }

        decimal cost = job?.Cost ?? 0;
        round.Check(mode.Name != "cost" || cost >= 0.01m * mode.Sheets, $"the sheets have cost {cost}");
    }

    /// <summary>Mostly the worker runs the job, which starts faster than PowerShell.</summary>
    private static ProcessStartInfo StartOf(Round round, string score, string store) =>
        round.IsLong && round.Programs.HasPowerShell && round.Random.Next(5) == 0
            ? round.Programs.Script(Script, ("score", score), ("store", store))
            : Programs.Worker("run", score, "--store", store, "--force");

    private async Task<Job?> CheckAsync(Round round, string path, RunCheck sheets, bool isKilled)
    {
        if (isKilled)
            await ProcessCheck.WaitAsync(round);
        else
            ProcessCheck.Run(round);

        await StoreCheck.RunAsync(round, kind, path);
        if (!File.Exists(path) && !Directory.Exists(path))
            return null;

        await using IJobStore store = kind.Open(path);
        List<Job> jobs = await store.ListAsync(JobQuery.All, default).ToListAsync();
        round.Check(jobs.Count <= 1, $"there are {jobs.Count} jobs of one score");
        if (jobs.Count == 0)
            return null;

        sheets.Run(jobs[0]);
        await EndCheck.RunAsync(round, store, jobs[0]);
        return jobs[0];
    }
}
