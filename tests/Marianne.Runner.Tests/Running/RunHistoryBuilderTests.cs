using Marianne.Errors;
using Marianne.History;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>What happened to a job is attached to it as an execution history when a run ends.</summary>
public sealed class RunHistoryBuilderTests : RunnerTestBase
{
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_run_is_a_root_with_its_sheets_below_what_they_waited_for()
    {
        Score score = Named("collect", "review", "publish") with { Sheet = Needing((2, [1]), (3, [1, 2])) };
        Lasting(1, 2, 3);
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await Play(score);

        ExecutionHistory history = await Attached(job);
        Assert.Equal(
            ["stage Completed -> completed", " collect Completed -> completed", "  review Completed -> completed", "   publish Completed -> completed"],
            Draw(history));
        Assert.Equal(("stage", begin, job.CompletedAt, 6.0), (history.MachineName, history.StartTime, history.EndTime, history.Duration!.Value.TotalSeconds));
        ExecutionStep review = history.StepsByState("review").Single();
        Assert.Equal((begin + Work, begin + (2 * Work), Work), (review.StartTime, review.EndTime, review.Duration));
        Assert.Equal((2L, 1L, 0L), (review.Metrics["sheet"], review.Metrics["attempt"], review.Metrics["exit_code"]));
        Assert.Equal(6, history.Steps()[0].Duration!.Value.TotalSeconds);
    }

    [Fact]
    public async Task A_retry_is_a_branch_beside_the_attempt_that_failed()
    {
        FakeExecutor.Answer(2, FakeExecutor.Failure(), FakeExecutor.Failure("429 Too Many Requests"), FakeExecutor.Success);
        Score score = ScoreOf(2) with
        {
            Sheet = Needing((2, [1])),
            Retry = new RetryOptions { MaxRetries = 1, Jitter = false },
            RateLimit = new RateLimitOptions { WaitMinutes = 1 },
        };

        Job job = await Play(score);

        ExecutionHistory history = await Attached(job);
        Assert.Equal(
            [
                "stage Completed -> completed",
                " sheet 1 Completed -> completed",
                $"  sheet 2 Failed {ErrorCodes.Find("E009")}",
                $"  sheet 2 Failed {ErrorCodes.Find("E101")}",
                "  sheet 2 Completed -> completed",
            ],
            Draw(history));
        ExecutionStep[] attempts = [.. history.StepsByState("sheet 2")];
        Assert.Equal([1L, 2L, 3L], attempts.Select(step => step.Metrics["attempt"]));
        Assert.Equal([1L, 1L, 0L], attempts.Select(step => step.Metrics["exit_code"]));
        Assert.Equal([1.0, 1.0, 2.0], attempts.Select(step => step.Duration!.Value.TotalSeconds));
        Assert.Equal(60, (attempts[2].EndTime - attempts[1].EndTime)!.Value.TotalSeconds);
    }

    [Fact]
    [Trait("Category", "Process")]
    public async Task A_skipped_sheet_is_a_skipped_step_that_others_follow()
    {
        Score score = ScoreOf(2) with
        {
            Sheet = Needing((2, [1])) with
            {
                SkipWhenCommand = new SortedDictionary<int, SkipWhenOptions>
                {
                    [1] = new() { Command = "exit 0", Description = "It is there already." },
                },
            },
        };

        ExecutionHistory history = await Attached(await Play(score));

        Assert.Equal(
            ["stage Completed -> completed", " sheet 1 Skipped", "  sheet 2 Completed -> completed"], Draw(history));
        Assert.Equal(1, history.SkippedSteps);
        ExecutionStep skipped = history.StepsByState("sheet 1").Single();
        Assert.Equal("It is there already.", skipped.Metrics["skip_reason"]);
        Assert.DoesNotContain("attempt", skipped.Metrics.Keys);
        Assert.Null(skipped.StartTime);
    }

    [Fact]
    public async Task A_step_comes_after_the_one_it_follows_when_all_ended_at_once()
    {
        Score score = ScoreOf(5) with { Sheet = Needing((1, [3]), (3, [4, 5])) };

        ExecutionHistory history = await Attached(await Play(score));

        Assert.Equal(
            ["stage", " sheet 2", " sheet 4", " sheet 5", "  sheet 3", "   sheet 1"],
            Draw(history, step => step.StateName));
    }

    [Fact]
    public async Task Sheets_that_ran_at_once_are_branches_and_the_last_needed_one_is_followed()
    {
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnEvent = happened =>
        {
            if (happened is { Kind: JobEventKind.SheetStarted, SheetNumber: 2 })
                both.SetResult();
            if (happened is { Kind: JobEventKind.SheetCompleted, SheetNumber: 2 })
                first.SetResult();
        };
        FakeExecutor.Answer(1, async _ =>
        {
            await both.Task;
            await first.Task;
            Time.Advance(Work);
            return FakeExecutor.Success;
        });
        Score score = ScoreOf(3) with
        {
            Sheet = Needing((3, [1, 2])),
            Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2 },
        };

        ExecutionHistory history = await Attached(await Play(score));

        Assert.Equal(["stage", " sheet 2", " sheet 1", "  sheet 3"], Draw(history, step => step.StateName));
    }

    [Fact]
    public async Task Another_run_replaces_it_and_what_is_the_same_has_the_same_id()
    {
        using var pause = new CancellationTokenSource();
        Task begun = FakeExecutor.HangAt(2);
        Score score = ScoreOf(2) with { Sheet = Needing((2, [1])) };
        Task<Job> playing = Play(score, pause);
        await begun;
        await pause.CancelAsync();
        Job paused = await playing;
        ExecutionHistory before = await Attached(paused);
        Assert.Equal(["stage InProgress", " sheet 1 Completed -> completed"], Draw(before)); // The attempt does not count.
        Assert.Null(before.EndTime);

        Time.Advance(TimeSpan.FromHours(1));
        FakeExecutor.Answer(2, FakeExecutor.Failure());
        Job failed = await Play(score);
        Time.Advance(TimeSpan.FromHours(1));
        FakeExecutor.Answer(2, FakeExecutor.Success);
        Job done = await Play(score);

        ExecutionHistory after = await Attached(done);
        Assert.Equal((paused.Id, paused.Id), (failed.Id, done.Id));
        Assert.Equal(
            [
                "stage Completed -> completed",
                " sheet 1 Completed -> completed",
                $"  sheet 2 Failed {ErrorCodes.Find("E009")}",
                "  sheet 2 Completed -> completed",
            ],
            Draw(after));
        Assert.Equal(before.ExecutionId, after.ExecutionId);
        Assert.Equal(before.Steps().Select(step => step.Id), after.Steps().Take(2).Select(step => step.Id));
        Assert.Equal(2, after.Duration!.Value.TotalHours);
        Assert.Null(Assert.Single(await Jobs.ListHistoriesAsync(done.Id, Cancellation)).SheetNumber);
    }

    [Fact]
    public async Task A_failure_says_why_and_ends_the_root()
    {
        FakeExecutor.Answer(2, FakeExecutor.Failure());

        Job job = await Play(ScoreOf(3));

        ExecutionHistory history = await Attached(job);
        Assert.Equal(
            [
                $"stage Failed Sheet 2 failed: {job.Sheets[1].ErrorMessage}",
                " sheet 1 Completed -> completed",
                $" sheet 2 Failed {job.Sheets[1].ErrorMessage}",
            ],
            Draw(history));
        Assert.EndsWith("Its exit code was 1. Its last line was: 'it broke'.", job.Sheets[1].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(job.CompletedAt, history.EndTime);
    }

    [Fact]
    public async Task A_cancelled_job_is_a_failed_root()
    {
        FakeExecutor.Answer(1, async act =>
        {
            await Jobs.UpdateAsync(act.Attempt.JobId, new JobUpdate.Cancel(), Cancellation);
            return FakeExecutor.Success;
        });

        Job job = await Play(ScoreOf(2));

        Assert.Equal(["stage Failed Cancelled.", " sheet 1 Completed -> completed"], Draw(await Attached(job)));
    }

    [Fact]
    public async Task An_attempt_that_left_no_record_was_cut_short()
    {
        Score score = ScoreOf(2);
        Job left = await Left(score, (1, new SheetUpdate.Complete(SheetResult.Empty)), (2, null));
        Time.Advance(TimeSpan.FromHours(1));

        await Play(score);

        Assert.Equal(
            [
                "stage Completed -> completed",
                " sheet 1 Completed -> completed", // Its process died before it could tell more.
                " sheet 2 Failed The run was interrupted.",
                " sheet 2 Completed -> completed",
            ],
            Draw(await Attached(left)));
    }

    [Fact]
    public async Task One_that_was_cut_short_is_told_also_when_the_next_was_taken_back()
    {
        Score score = ScoreOf(1);
        Job left = await Left(score, (1, null));
        using var pause = new CancellationTokenSource();
        Task begun = FakeExecutor.HangAt(1);
        Task<Job> playing = Play(score, pause);
        await begun;
        await pause.CancelAsync();
        await playing;

        Assert.Equal(["stage InProgress", " sheet 1 Failed The run was interrupted."], Draw(await Attached(left)));
    }

    [Fact]
    public async Task A_sheet_that_was_refused_is_a_failed_step_without_an_attempt()
    {
        Job job = await Play(PromptScore(new string('x', 1000)) with { Preflight = new PreflightOptions { TokenErrorThreshold = 10, TokenWarningThreshold = 5 } });

        Assert.Equal((JobStatus.Failed, 0), (job.Status, job.Sheets[0].AttemptCount));
        ExecutionStep step = (await Attached(job)).Steps()[1];
        Assert.Equal((StepStatus.Failed, job.Sheets[0].ErrorMessage, null), (step.Status, step.Error, step.StartTime));
    }

    [Fact]
    public async Task A_sheet_that_was_completed_by_hand_after_it_failed_is_both()
    {
        FakeExecutor.Answer(1, FakeExecutor.Failure());
        Score score = ScoreOf(2) with { Sheet = Needing((2, [1])) };
        Job failed = await Play(score);
        await Jobs.UpdateSheetAsync(failed.Id, 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);

        await Play(score);

        Assert.Equal(
            [
                "stage Completed -> completed",
                $" sheet 1 Failed {ErrorCodes.Find("E009")}",
                " sheet 1 Completed -> completed",
                "  sheet 2 Completed -> completed",
            ],
            Draw(await Attached(failed)));
    }

    [Fact]
    public async Task An_attempt_that_was_recorded_twice_is_two_steps()
    {
        FakeExecutor.Answer(1, FakeExecutor.Failure());
        Job job = await Play(ScoreOf(1));
        Execution recorded = Assert.Single(await History());
        await Jobs.RecordExecutionsAsync([recorded with { ExitCode = 3 }, recorded with { AttemptNumber = int.MaxValue, ExitCode = null }], Cancellation);

        ExecutionHistory history = await RunHistoryBuilder.BuildAsync(Jobs, job, ScoreOf(1));

        Assert.Equal([1L, 1L, (long)int.MaxValue], history.StepsByState("sheet 1").Select(step => step.Metrics["attempt"]));
        Assert.Equal("The attempt did not complete the sheet.", history.Steps()[^1].Error);
    }

    [Fact]
    public async Task A_changed_score_names_its_sheets_and_what_was_before_stays()
    {
        FakeExecutor.Answer(2, FakeExecutor.Failure());
        Job failed = await Play(ScoreOf(2));
        FakeExecutor.Answer(2, FakeExecutor.Success);
        Time.Advance(Work);
        Score changed = Named("first", "second", "third") with { Sheet = Needing((1, [3]), (2, [1])) };

        await Play(new RunRequest { Score = changed, Force = true });

        Assert.Equal(
            [
                "stage Completed",
                " first Completed", // It did not wait for the third, which came with the new score.
                "  second Failed",
                "  second Completed",
                " third Completed",
            ],
            Draw(await Attached(failed), step => $"{step.StateName} {step.Status}"));
        ExecutionHistory byOld = await RunHistoryBuilder.BuildAsync(Jobs, await Load(failed.Id), ScoreOf(1));
        Assert.Equal(["stage", " sheet 1", " sheet 2", " sheet 2", " sheet 3"], Draw(byOld, step => step.StateName));
    }

    [Fact]
    public async Task A_store_that_refuses_it_is_warned_of_and_the_job_is_whole()
    {
        Jobs = new HookedStore(Jobs, onAttach: () => throw new MarianneException(MarianneError.StoreFull, "The store is full.", "store"));

        Job job = await Play(ScoreOf(2));

        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.Progress.Finished));
        Assert.Equal(
            "The execution history could not be attached to the job: The store is full.",
            Assert.Single(EventsOf(JobEventKind.Warning)).Message);
        Assert.Equal(JobEventKind.JobCompleted, Events[^1].Kind);
        Assert.Empty(await Jobs.ListHistoriesAsync(job.Id, Cancellation));
    }

    [Fact]
    public async Task It_is_told_the_same_from_a_file_and_exports_as_it_was_attached()
    {
        await using var jobs = new SqliteJobStore(Folder["state.db"], Time, Processes);
        Jobs = jobs;
        FakeExecutor.Answer(2, FakeExecutor.Failure(), FakeExecutor.Success);
        Job job = await Play(ScoreOf(3) with { Sheet = Needing((2, [1]), (3, [1])), Retry = new RetryOptions { MaxRetries = 1, Jitter = false } });

        ExecutionHistory history = await Attached(job);

        Assert.Equal((5, 3, 1), (history.TotalSteps, history.TreeDepth, history.FailedSteps));
        using var exported = new MemoryStream();
        history.Export(exported, Cancellation);
        using var attached = new MemoryStream();
        await using (Stream content = (await jobs.OpenHistoryAsync(job.Id, null, Cancellation))!)
            await content.CopyToAsync(attached, Cancellation);
        Assert.Equal(attached.ToArray(), exported.ToArray());
    }

    private async Task<ExecutionHistory> Attached(Job job) =>
        (await new AttachedHistories(Jobs).LoadAsync(job.Id, null, null, Cancellation))!;

    private static IEnumerable<string> Draw(ExecutionHistory history) =>
        Draw(history, step => $"{step.StateName} {step.Status} {step.Error}{(step.ArcTaken is { } arc ? $"-> {arc}" : "")}".TrimEnd());

    /// <summary>The steps, each behind a blank for each that it is below.</summary>
    private static IEnumerable<string> Draw(ExecutionHistory history, Func<ExecutionStep, string> draw)
    {
        Dictionary<string, int> depths = history.Paths().SelectMany(path => path.Index()).DistinctBy(pair => pair.Item.Id)
            .ToDictionary(pair => pair.Item.Id, pair => pair.Index);
        return history.Steps().Select(step => new string(' ', depths[step.Id]) + draw(step));
    }

    /// <summary>Each attempt of the sheets takes its time.</summary>
    private void Lasting(params int[] numbers)
    {
        foreach (int number in numbers)
        {
            FakeExecutor.Answer(number, _ =>
            {
                Time.Advance(Work);
                return Task.FromResult(FakeExecutor.Success);
            });
        }
    }

    private Score Named(params string[] names) => ScoreOf(names.Length) with
    {
        Sheets = [.. names.Select(name => new ScoreSheet { Name = name, Command = $"do {name}" })],
    };

    private static SheetOptions Needing(params (int Sheet, int[] Needs)[] dependencies) => new()
    {
        Dependencies = new SortedDictionary<int, IReadOnlyCollection<int>>(
            dependencies.ToDictionary(item => item.Sheet, item => (IReadOnlyCollection<int>)item.Needs)),
    };

    /// <summary>A job whose sheets a process has started that died since, and some of which had ended.</summary>
    private async Task<Job> Left(Score score, params (int Number, SheetUpdate? End)[] sheets)
    {
        var job = new Job("left", score.Name, score.Sheets.Count, Time.GetUtcNow())
        {
            ConfigSnapshot = ScoreJson.Of(score with { Workspace = score.WorkspacePath }),
            ConfigHash = ScoreSnapshot.Of(score with { Workspace = score.WorkspacePath }).Hash,
        };
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        RunnerProcess other = Processes.Start(7, "mark-7");
        foreach ((int number, SheetUpdate? end) in sheets)
        {
            await Jobs.UpdateSheetAsync(job.Id, number, new SheetUpdate.Start(other), Cancellation);
            if (end is not null)
                await Jobs.UpdateSheetAsync(job.Id, number, end, Cancellation);
        }

        Processes.Kill(7);
        return job;
    }
}
