using System.Diagnostics;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Torture.Checks;
using Marianne.Torture.Scenarios;

namespace Marianne.Torture;

/// <summary>A job of a round that the worker or PowerShell runs, and what must be true of it between the runs.</summary>
/// <param name="round">The round.</param>
/// <param name="place">The store.</param>
/// <param name="mode">The kind of run.</param>
internal sealed class TorturedJob(Round round, StorePlace place, RunMode mode)
{
    /// <summary>The exit code of the worker if the job is paused.</summary>
    public const int Paused = 3;

    private const string NoHistory = "The execution history could not be attached";
    private const int Failed = 1;
    private const int MostRuns = 10;

    /// <summary>Runs the job as the worker does, and acknowledges each event.</summary>
    private const string Script =
        """
        Invoke-MarianneJob $score -Force -PassThru | ForEach-Object { Ack $_ }
        $status = (Get-MarianneJob).Status
        exit ($status -eq 'Completed' ? 0 : $status -eq 'Paused' ? 3 : 1)
        """;

    private readonly RunCheck _sheets = new(round, round["ws/log"]);
    private readonly string _score = round["score.json"];

    /// <summary>The job as it was found by the last check; <c>null</c> if there is none.</summary>
    public Job? Job { get; private set; }

    /// <summary>Indicates whether the job is completed, or whether something was wrong.</summary>
    public bool IsOver => Job?.Status == JobStatus.Completed || round.Violations.Count > 0;

    /// <summary>Writes the score.</summary>
    /// <param name="costLimit">The limit of the cost.</param>
    public Task WriteScoreAsync(decimal costLimit = 1)
    {
        Directory.CreateDirectory(round["ws"]);
        return File.WriteAllTextAsync(_score, mode.CreateScore(round.Random, costLimit));
    }

    /// <summary>Starts a run. Mostly the worker runs the job, which starts faster than PowerShell.</summary>
    public Child Start() => new(
        round.IsLong && round.Programs.HasPowerShell && round.Random.Next(5) == 0
            ? place.With(round.Programs.Script($"{place.Connect}\n{Script}", ("score", _score)))
            : StartOfWorker(),
        round);

    /// <summary>Creates the job, so that workers run its sheets.</summary>
    public async Task QueueAsync()
    {
        Score score = ScoreJson.Read(await File.ReadAllTextAsync(_score), round.Folder);
        Directory.CreateDirectory(round.Home);
        await using IJobStore store = place.Open();
        await using ILearningStore learning = place.CreateLearning();
        JobPlan plan = await new JobPlanner(store, TimeProvider.System).PlanAsync(new RunRequest { Score = score }, default);
        await new JobStarter(store, learning, TimeProvider.System).StartAsync(plan, default);
    }

    /// <summary>Returns how to start the worker.</summary>
    public ProcessStartInfo StartOfWorker() => place.Worker("run", _score, "--force");

    /// <summary>Checks everything after a run has ended.</summary>
    /// <param name="isKilled">Indicates whether the run was killed, so that its sheets may end later.</param>
    /// <param name="hadNoRoom">
    /// The run if its disk was full: it may end the job without the execution history, if it says so and a repair can build it.
    /// </param>
    public async Task CheckAsync(bool isKilled, Child? hadNoRoom = null)
    {
        if (isKilled)
            await ProcessCheck.WaitAsync(round);
        else
            ProcessCheck.Run(round);

        await StoreCheck.RunAsync(round, place);
        Job = null;
        if (!place.Exists)
            return;

        await using IJobStore store = place.Open();
        List<Job> jobs = await store.ListAsync(JobQuery.All, default).ToListAsync();
        round.Check(jobs.Count <= 1, $"there are {jobs.Count} jobs of one score");
        if (jobs.Count == 0)
            return;

        Job = jobs[0];
        _sheets.Run(jobs[0]);
        if (hadNoRoom is not null && jobs[0].Status is (JobStatus.Completed or JobStatus.Failed))
            await RepairAsync(store, jobs[0], hadNoRoom);
        await EndCheck.RunAsync(round, place, store, jobs[0]);
    }

    /// <summary>Checks that a run that was not killed has ended as its job says, or with an error if it was disturbed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isDisturbed">Indicates whether an error was to be expected.</param>
    public async Task CheckEndAsync(Child run, bool isDisturbed)
    {
        bool isExpected = run.ExitCode == 0
            || (run.ExitCode == Paused && (isDisturbed || Job?.Status == JobStatus.Paused))
            || (run.ExitCode == Failed && isDisturbed);
        string end = await run.DescribeEndAsync();
        bool isCrash = end.Contains("Unhandled exception", StringComparison.Ordinal);
        round.Check(isExpected && !isCrash, $"the run ended with {end}; the job is {Job?.Status}");
    }

    /// <summary>Runs the job undisturbed until it is completed.</summary>
    public async Task CompleteAsync()
    {
        for (int run = 1; run <= MostRuns && !IsOver; run++)
        {
            using Child worker = Start();
            await worker.WaitAsync();
            round.Count(isKilled: false, worker.Lines.Count);
            await CheckAsync(isKilled: false);
            await CheckEndAsync(worker, isDisturbed: false);
        }

        round.Check(Job?.Status == JobStatus.Completed, $"the job is {Job?.Status} at the end");
    }

    /// <summary>Attaches a missing history as Repair-MarianneJob does.</summary>
    private async Task RepairAsync(IJobStore store, Job job, Child run)
    {
        await using ILearningStore learning = place.CreateLearning();
        var repairer = new JobRepairer(store, learning, TimeProvider.System, _ => null);
        JobDefects defects = await repairer.InspectAsync(job, default);
        if (!defects.LacksHistory)
            return;

        round.Check(
            run.Lines.Append(await run.DescribeEndAsync()).Any(line => line.Contains(NoHistory, StringComparison.Ordinal)),
            "the run has not said that the execution history is missing");
        await repairer.RepairAsync(defects, default);
    }
}
