using Marianne.Errors;
using Marianne.History;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>What jobEvent to a job is attached to it as an execution history when a run ends.</summary>
public sealed class RunHistoryBuilderTests : RunnerTestBase
{
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_run_is_a_root_and_sheets_follow_their_dependencies()
    {
        Score score = Named("collect", "review", "publish") with { Sheet = Needing((2, [1]), (3, [1, 2])) };
        Lasting(1, 2, 3);
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await RunAsync(score);

        ExecutionHistory history = await Attached(job);
        Assert.Equal(
            [
                "stage Completed -> completed",
                " collect Completed -> completed",
                "  review Completed -> completed",
                "   publish Completed -> completed",
            ],
            Draw(history));
        Assert.Equal(
            ("stage", begin, job.CompletedAt, 6.0),
            (history.MachineName, history.StartTime, history.EndTime, history.Duration!.Value.TotalSeconds));
        ExecutionStep review = history.StepsByState("review").Single();
        Assert.Equal((begin + Work, begin + (2 * Work), Work), (review.StartTime, review.EndTime, review.Duration));
        Assert.Equal((2L, 1L, 0L), (review.Metrics["sheet"], review.Metrics["attempt"], review.Metrics["exit_code"]));
        Assert.Equal(6, history.Steps()[0].Duration!.Value.TotalSeconds);
    }

    [Fact]
    public async Task A_retry_is_a_branch_beside_the_attempt_that_failed()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure(), FakeExecutor.Failure("429 Too Many Requests"), FakeExecutor.Success);
        Score score = ScoreOf(2) with
        {
            Sheet = Needing((2, [1])),
            Retry = new RetryOptions { MaxRetries = 1, Jitter = false },
            RateLimit = new RateLimitOptions { WaitMinutes = 1 },
        };

        Job job = await RunAsync(score);

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
    public async Task A_skipped_sheet_is_a_skipped_step_with_followers()
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

        ExecutionHistory history = await Attached(await RunAsync(score));

        Assert.Equal(
            ["stage Completed -> completed", " sheet 1 Skipped", "  sheet 2 Completed -> completed"], Draw(history));
        Assert.Equal(1, history.SkippedSteps);
        ExecutionStep skipped = history.StepsByState("sheet 1").Single();
        Assert.Equal("It is there already.", skipped.Metrics["skip_reason"]);
        Assert.DoesNotContain("attempt", skipped.Metrics.Keys);
        Assert.Null(skipped.StartTime);
    }

    [Fact]
    public async Task A_step_comes_after_its_parent_even_at_the_same_time()
    {
        Score score = ScoreOf(5) with { Sheet = Needing((1, [3]), (3, [4, 5])) };

        ExecutionHistory history = await Attached(await RunAsync(score));

        Assert.Equal(
            ["stage", " sheet 2", " sheet 4", " sheet 5", "  sheet 3", "   sheet 1"],
            Draw(history, step => step.StateName));
    }

    [Fact]
    public async Task Parallel_sheets_are_branches_and_the_last_dependency_is_the_parent()
    {
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnEvent = jobEvent =>
        {
            if (jobEvent is { Kind: JobEventKind.SheetStarted, SheetNumber: 2 })
                both.SetResult();
            if (jobEvent is { Kind: JobEventKind.SheetCompleted, SheetNumber: 2 })
                first.SetResult();
        };
        FakeExecutor.Return(1, async _ =>
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

        ExecutionHistory history = await Attached(await RunAsync(score));

        Assert.Equal(["stage", " sheet 2", " sheet 1", "  sheet 3"], Draw(history, step => step.StateName));
    }

    [Fact]
    public async Task Another_run_replaces_the_history_and_keeps_the_ids_of_steps()
    {
        using var pause = new CancellationTokenSource();
        Task started = FakeExecutor.HangAt(2);
        Score score = ScoreOf(2) with { Sheet = Needing((2, [1])) };
        Task<Job> run = RunAsync(score, pause);
        await started;
        await pause.CancelAsync();
        Job paused = await run;
        ExecutionHistory before = await Attached(paused);
        Assert.Equal(["stage InProgress", " sheet 1 Completed -> completed"], Draw(before)); // The attempt does not count.
        Assert.Null(before.EndTime);

        Time.Advance(TimeSpan.FromHours(1));
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job failed = await RunAsync(score);
        Time.Advance(TimeSpan.FromHours(1));
        FakeExecutor.Return(2, FakeExecutor.Success);
        Job done = await RunAsync(score);

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
    public async Task A_failure_has_a_message_and_ends_the_root()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());

        Job job = await RunAsync(ScoreOf(3));

        ExecutionHistory history = await Attached(job);
        Assert.Equal(
            [
                $"stage Failed Sheet 2 failed: {job.Sheets[1].ErrorMessage}",
                " sheet 1 Completed -> completed",
                $" sheet 2 Failed {job.Sheets[1].ErrorMessage}",
            ],
            Draw(history));
        Assert.Equal("it broke (E009: It failed. Its exit code was 1.)", job.Sheets[1].ErrorMessage);
        Assert.Equal(job.CompletedAt, history.EndTime);
    }

    [Fact]
    public async Task A_cancelled_job_is_a_failed_root()
    {
        FakeExecutor.Return(1, async call =>
        {
            await Jobs.UpdateAsync(call.Attempt.JobId, new JobUpdate.Cancel(), Cancellation);
            return FakeExecutor.Success;
        });

        Job job = await RunAsync(ScoreOf(2));

        Assert.Equal(["stage Failed Cancelled.", " sheet 1 Completed -> completed"], Draw(await Attached(job)));
    }

    [Fact]
    public async Task An_attempt_without_a_record_was_interrupted()
    {
        Score score = ScoreOf(2);
        Job left = await AbandonAsync(score, isDead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)), (2, null));
        Time.Advance(TimeSpan.FromHours(1));

        await RunAsync(score);

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
    public async Task An_interrupted_attempt_is_a_step_even_if_the_next_one_is_reverted()
    {
        Score score = ScoreOf(1);
        Job left = await AbandonAsync(score, isDead: true, (1, null));
        using var pause = new CancellationTokenSource();
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(score, pause);
        await started;
        await pause.CancelAsync();
        await run;

        Assert.Equal(["stage InProgress", " sheet 1 Failed The run was interrupted."], Draw(await Attached(left)));
    }

    [Fact]
    public async Task A_sheet_that_fails_preflight_is_a_failed_step_without_an_attempt()
    {
        Job job = await RunAsync(PromptScore(new string('x', 1000)) with
        {
            Preflight = new PreflightOptions { TokenErrorThreshold = 10, TokenWarningThreshold = 5 },
        });

        Assert.Equal((JobStatus.Failed, 0), (job.Status, job.Sheets[0].AttemptCount));
        ExecutionStep step = (await Attached(job)).Steps()[1];
        Assert.Equal((StepStatus.Failed, job.Sheets[0].ErrorMessage, null), (step.Status, step.Error, step.StartTime));
    }

    [Fact]
    public async Task A_failed_sheet_that_was_completed_manually_has_both_steps()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Score score = ScoreOf(2) with { Sheet = Needing((2, [1])) };
        Job failed = await RunAsync(score);
        await Jobs.UpdateSheetAsync(failed.Id, 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);

        await RunAsync(score);

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
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Job job = await RunAsync(ScoreOf(1));
        Execution recorded = Assert.Single(await HistoryAsync());
        await Jobs.RecordExecutionsAsync(
            [recorded with { ExitCode = 3 }, recorded with { AttemptNumber = int.MaxValue, ExitCode = null }], Cancellation);

        ExecutionHistory history = await RunHistoryBuilder.BuildAsync(Jobs, job, ScoreOf(1));

        Assert.Equal([1L, 1L, (long)int.MaxValue], history.StepsByState("sheet 1").Select(step => step.Metrics["attempt"]));
        Assert.Equal("The attempt did not complete the sheet.", history.Steps()[^1].Error);
    }

    [Fact]
    public async Task A_changed_score_names_its_sheets_and_earlier_steps_stay()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job failed = await RunAsync(ScoreOf(2));
        FakeExecutor.Return(2, FakeExecutor.Success);
        Time.Advance(Work);
        Score changed = Named("first", "second", "third") with { Sheet = Needing((1, [3]), (2, [1])) };

        await RunAsync(new RunRequest { Score = changed, Force = true });

        Assert.Equal(
            [
                "stage Completed",
                " first Completed", // It did not wait for the third, which came with the new score.
                "  second Failed",
                "  second Completed",
                " third Completed",
            ],
            Draw(await Attached(failed), step => $"{step.StateName} {step.Status}"));
        ExecutionHistory byOld = await RunHistoryBuilder.BuildAsync(Jobs, await LoadAsync(failed.Id), ScoreOf(1));
        Assert.Equal(["stage", " sheet 1", " sheet 2", " sheet 2", " sheet 3"], Draw(byOld, step => step.StateName));
    }

    [Fact]
    public async Task A_history_that_cannot_be_attached_causes_a_warning_only()
    {
        Jobs = new HookedStore(Jobs, update => update.History is null
            ? Task.CompletedTask
            : throw new MarianneException(MarianneError.StoreFull, "The store is full.", "store"));

        Job job = await RunAsync(ScoreOf(2));

        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.Progress.Finished));
        Assert.Equal(
            "The execution history could not be attached to the job: The store is full.",
            Assert.Single(EventsOf(JobEventKind.Warning)).Message);
        Assert.Equal(JobEventKind.JobCompleted, Events[^1].Kind);
        Assert.Empty(await Jobs.ListHistoriesAsync(job.Id, Cancellation));
    }

    [Fact]
    public async Task The_history_of_a_stored_job_is_exported_as_it_was_attached()
    {
        await using var jobs = new SqliteJobStore(Folder["state.db"], Time, Processes);
        Jobs = jobs;
        FakeExecutor.Return(2, FakeExecutor.Failure(), FakeExecutor.Success);
        Job job = await RunAsync(
            ScoreOf(3) with { Sheet = Needing((2, [1]), (3, [1])), Retry = new RetryOptions { MaxRetries = 1, Jitter = false } });

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
        Draw(
            history,
            step => $"{step.StateName} {step.Status} {step.Error}{(step.ArcTaken is { } arc ? $"-> {arc}" : "")}".TrimEnd());

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
            FakeExecutor.Return(number, _ =>
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
}
