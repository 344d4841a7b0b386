using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Memory;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Jobs that an earlier run left unfinished.</summary>
public sealed class ResumeTests : RunnerTestBase
{
    [Fact]
    public async Task Sheets_that_a_dead_process_started_run_again_and_those_it_finished_do_not()
    {
        Score score = ScoreOf(3);
        Job job = await AbandonAsync(score, isDead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)), (2, null));

        Job done = await RunAsync(score);

        Assert.Equal((job.Id, JobStatus.Completed), (done.Id, done.Status));
        Assert.Equal([2, 3], FakeExecutor.Numbers);
        Assert.EndsWith(
            "': 1 of 3 sheets are done.", Assert.Single(EventsOf(JobEventKind.JobResumed)).Message, StringComparison.Ordinal);
        Assert.Null(done.ErrorMessage); // The message about the dead process is removed.
        Assert.Equal([1, 2, 1], done.Sheets.Select(sheet => sheet.AttemptCount));
        Assert.Contains("process 7 on here", Assert.Single(EventsOf(JobEventKind.Warning)).Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], (await Learning.ListOutcomesAsync(new(), Cancellation).ToListAsync(Cancellation))
            .Select(outcome => outcome.SheetNumber).Order()); // The dead process did not record the first outcome.
    }

    [Theory]
    [InlineData(SheetWaitReason.RateLimit, 400)]
    [InlineData(SheetWaitReason.Retry, 400)]
    [InlineData(SheetWaitReason.Retry, 5000)] // The wait is over.
    [InlineData(SheetWaitReason.RateLimit, -86_400)] // The clock was set back.
    public async Task A_resumed_sheet_waits_for_the_rest_of_its_wait(SheetWaitReason reason, int later)
    {
        Score score = ScoreOf(1);
        DateTimeOffset since = Time.GetUtcNow();
        await AbandonAsync(score, isDead: true, (1, new SheetUpdate.Wait(reason, SheetResult.Empty, "It broke.", "transient")
        {
            Measures = new SheetMeasures
            {
                WaitingSince = since,
                NextAttemptAt = since.AddSeconds(1000),
                ErrorCode = "E009",
                Retries = 1,
            },
        }));
        Time.AdjustTime(since.AddSeconds(later));
        DateTimeOffset begin = Time.GetUtcNow();

        Job done = await RunAsync(score);

        Assert.Equal((JobStatus.Completed, 2), (done.Status, done.Sheets[0].AttemptCount));
        Assert.Equal(Math.Clamp(1000 - later, 0, 1000), (Time.GetUtcNow() - begin).TotalSeconds);
        Assert.Equal(reason == SheetWaitReason.Retry ? "retry" : "normal", Assert.Single(FakeExecutor.Seen).Mode);
        Assert.Equal(1, done.Sheets[0].Measures.Retries);
        Assert.EndsWith(
            "': 0 of 1 sheet is done.", Assert.Single(EventsOf(JobEventKind.JobResumed)).Message, StringComparison.Ordinal);
        if (later == 400)
            Assert.Contains(Events, jobEvent => jobEvent.Message == "Waiting another 10 min 00 s. It broke.");
        Assert.Empty(await RecoveriesAsync());
    }

    [Fact]
    public async Task Setting_the_clock_does_not_change_a_wait()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure(), FakeExecutor.Success);
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetRetrying)
                Time.AdjustTime(Time.GetUtcNow().AddDays(-1));
        };

        Job job = await RunAsync(ScoreOf(1) with { Retry = new RetryOptions { BaseDelaySeconds = 30, Jitter = false } });

        Assert.Equal((JobStatus.Completed, 2), (job.Status, FakeExecutor.Seen.Count));
    }

    [Fact]
    public async Task A_failed_sheet_starts_again_with_all_retries()
    {
        Score score = ScoreOf(2) with { Retry = new RetryOptions { MaxRetries = 1, BaseDelaySeconds = 1, Jitter = false } };
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job failed = await RunAsync(score);
        Assert.Equal((JobStatus.Failed, 2), (failed.Status, failed.Sheets[1].AttemptCount));

        Job again = await RunAsync(score);

        Assert.Equal((JobStatus.Failed, failed.Id), (again.Status, again.Id));
        Assert.Equal(["normal", "normal", "retry", "normal", "retry"], FakeExecutor.Seen.Select(attempt => attempt.Mode));
    }

    [Fact]
    public async Task A_score_that_changed_for_a_done_sheet_requires_force_or_restart()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job failed = await RunAsync(ScoreOf(2));
        FakeExecutor.Return(2, FakeExecutor.Success);
        Score changed = Change(ScoreOf(3), 1, sheet => sheet with { Command = "do it otherwise" });

        MarianneException error = await ThrowsAsync(MarianneError.ScoreChanged, () => RunAsync(changed));
        Assert.Contains("sheet 1, which is done: changed. Use", error.Message, StringComparison.Ordinal);
        Job forced = await RunAsync(new RunRequest { Score = changed, Force = true });
        Assert.Equal((JobStatus.Completed, failed.Id, 3), (forced.Status, forced.Id, forced.TotalSheets));
        Assert.Equal([1, 2, 2, 3], FakeExecutor.Numbers);

        Job restarted = await RunAsync(new RunRequest { JobId = forced.Id, Restart = true });
        Assert.NotEqual(forced.Id, restarted.Id);
        Assert.Equal(3, restarted.Progress.Finished);
    }

    [Fact]
    public async Task A_score_that_was_corrected_for_the_failed_sheet_is_resumed()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job failed = await RunAsync(ScoreOf(2));
        FakeExecutor.Return(2, FakeExecutor.Success);
        Score corrected = Change(ScoreOf(3), 2, sheet => sheet with { Command = "do it right" }) with
        {
            CostLimits = new CostLimitOptions { MaxCostPerJob = 5 },
        };

        Job done = await RunAsync(corrected);

        Assert.Equal((JobStatus.Completed, failed.Id), (done.Status, done.Id));
        Assert.Equal([1, 2, 2, 3], FakeExecutor.Numbers);
        Assert.Equal(JobDraft.Of(corrected, Time.GetUtcNow()).ConfigHash, done.ConfigHash);
        Assert.EndsWith(
            "1 of 3 sheets are done. The score has changed: sheet 2 changed; sheet 3 added; cost_limits.max_cost_per_job changed.",
            Assert.Single(EventsOf(JobEventKind.JobResumed)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_file_of_a_done_sheet_is_a_change_of_the_score()
    {
        Score score = FilesScore();
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job failed = await RunAsync(score);
        await File.WriteAllTextAsync(Folder["second.md"], "Do it right.", Cancellation);
        Assert.Equal(JobStatus.Failed, (await RunAsync(score)).Status); // The file of the failed sheet.

        await File.WriteAllTextAsync(Folder["first.md"], "Do it otherwise.", Cancellation);

        foreach (RunRequest request in new RunRequest[] { new() { Score = score }, new() { JobId = failed.Id } })
        {
            MarianneException error = await ThrowsAsync(MarianneError.ScoreChanged, () => RunAsync(request));
            Assert.Contains("sheet 1, which is done: its file changed.", error.Message, StringComparison.Ordinal);
            Assert.Equal(JobStatus.Failed, (await RunAsync(request with { Force = true })).Status);
            await File.AppendAllTextAsync(Folder["first.md"], "Again.", Cancellation);
        }
    }

    [Fact]
    public async Task A_job_of_an_earlier_version_is_resumed_without_force()
    {
        Score score = FilesScore() with { CircuitBreaker = new CircuitBreakerOptions { Enabled = true } };
        Job begun = await AbandonAsync(score, isDead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)));
        Job stored = await LoadAsync();
        stored.ConfigSnapshot = stored.ConfigSnapshot!.Replace("\"circuit_breaker\":{\"enabled\":true},", "", StringComparison.Ordinal);
        stored.ConfigHash = ConfigHash.Of(stored.ConfigSnapshot);
        await Jobs.SaveAsync(stored, SaveMode.IfUnchanged, Cancellation);

        Job job = await RunAsync(score);

        Assert.Equal((begun.Id, JobStatus.Completed), (job.Id, job.Status));
        Assert.Equal([2], FakeExecutor.Numbers);
        Assert.Equal([1, 2], ScoreSnapshot.FilesOf(job.ConfigSnapshot!).Keys.Order());
    }

    private Score FilesScore()
    {
        File.WriteAllText(Folder["first.md"], "Do it.");
        File.WriteAllText(Folder["second.md"], "Do more.");
        return ScoreOf(2) with
        {
            Instrument = "ask",
            Sheets = [new ScoreSheet { Prompt = Folder["first.md"] }, new ScoreSheet { Prompt = Folder["second.md"] }],
        };
    }

    private static Score Change(Score score, int number, Func<ScoreSheet, ScoreSheet> change) => score with
    {
        Sheets = [.. score.Sheets.Select((sheet, index) => index == number - 1 ? change(sheet) : sheet)],
    };

    [Fact]
    public async Task A_job_cannot_be_resumed_with_fewer_sheets()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());
        await RunAsync(ScoreOf(3));
        RunRequest fewer = new() { Score = ScoreOf(2), Force = true };

        await ThrowsAsync(MarianneError.InvalidTransition, () => RunAsync(fewer));
        await ThrowsAsync(MarianneError.InvalidTransition, () => PlanAsync(fewer));
        Assert.Equal(JobStatus.Failed, (await LoadAsync()).Status);
    }

    [Fact]
    public async Task A_Completed_job_is_returned_with_a_warning()
    {
        Job done = await RunAsync(ScoreOf(1));

        Job same = await RunAsync(new RunRequest { JobId = done.Id });
        Job another = await RunAsync(ScoreOf(1));

        Assert.Equal((done.Id, done.UpdatedAt), (same.Id, same.UpdatedAt));
        Assert.Single(EventsOf(JobEventKind.Warning));
        Assert.NotEqual(done.Id, another.Id);
    }

    [Fact]
    public async Task A_job_that_was_killed_after_its_last_sheet_is_completed_with_its_history_and_outcomes()
    {
        Score score = ScoreOf(2);
        SheetUpdate done = new SheetUpdate.Complete(SheetResult.Empty) { LeavesJobRunning = true };
        Job job = await AbandonAsync(score, isDead: true, (1, done), (2, done));

        Job same = await RunAsync(score);

        Assert.Equal((job.Id, JobStatus.Completed), (same.Id, same.Status));
        Assert.Empty(FakeExecutor.Seen);
        Assert.Equal([null], (await Jobs.ListHistoriesAsync(job.Id, Cancellation)).Select(history => history.SheetNumber));
        Assert.Equal(2, await Learning.CountOutcomesAsync(new(), Cancellation));
    }

    [Fact]
    public async Task A_job_that_another_process_pauses_after_its_last_sheet_is_completed()
    {
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetCompleted)
                Jobs.UpdateAsync(jobEvent.JobId, new JobUpdate.Pause(), Cancellation).AsTask().Wait(Cancellation);
        };

        Job job = await RunAsync(ScoreOf(1));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(JobEventKind.JobCompleted, Events[^1].Kind);
    }

    [Fact]
    public async Task The_history_and_the_outcomes_that_a_Completed_job_lacks_are_made_good()
    {
        Job done = await RunAsync(ScoreOf(2));
        await Jobs.DetachHistoryAsync(done.Id, null, Cancellation);
        Learning = new MemoryLearningStore(Time);

        await RunAsync(new RunRequest { JobId = done.Id });
        await RunAsync(new RunRequest { JobId = done.Id });

        Assert.Single(await Jobs.ListHistoriesAsync(done.Id, Cancellation));
        Assert.Equal(2, await Learning.CountOutcomesAsync(new(), Cancellation));
        string id = done.Id;
        Assert.Equal(
            [
                $"The job '{id}' is already Completed.",
                $"The missing execution history of the job '{id}' was attached. "
                    + $"Missing outcomes of the job '{id}' were recorded: 2.",
                $"The job '{id}' is already Completed.",
            ],
            EventsOf(JobEventKind.Warning).Select(warning => warning.Message));
    }

    [Fact]
    public async Task Two_runners_cannot_run_one_job()
    {
        Task started = FakeExecutor.HangAt(1);
        using var pause = new CancellationTokenSource();
        Task<Job> run = RunAsync(ScoreOf(1), pause);
        await started;

        MarianneException here = await ThrowsAsync(MarianneError.JobIsPlayed, () => RunAsync(ScoreOf(1)));
        RunnerServices elsewhere = Services() with { Process = Processes.Start(8, "mark-8") };
        await ThrowsAsync(MarianneError.JobIsPlayed, async () => await RunAsync(elsewhere, await PlanAsync(ScoreOf(1))));

        Assert.Contains("process 100 on here", here.Message, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Running, (await LoadAsync()).Status);
        await pause.CancelAsync();
        Assert.Equal(JobStatus.Paused, (await run).Status);
    }

    [Fact]
    public async Task The_error_names_the_process_that_runs_the_job()
    {
        Job job = await AbandonAsync(ScoreOf(1), isDead: false, (1, null));

        MarianneException error = await ThrowsAsync(MarianneError.JobIsPlayed, () => RunAsync(ScoreOf(1)));

        Assert.Contains("process 7 on here", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, (await LoadAsync(job.Id)).Pid);
        Assert.Empty(FakeExecutor.Seen);
    }

    [Fact]
    public async Task Sheets_that_finish_before_the_job_is_taken_over_do_not_run_again()
    {
        Score score = ScoreOf(2);
        Job job = await AbandonAsync(score, isDead: false, (1, null));
        IJobStore store = Jobs;
        Jobs = HookedStore.OnRun(store, async () =>
        {
            await store.UpdateSheetAsync(job.Id, 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);
            await store.UpdateAsync(job.Id, new JobUpdate.Pause(), Cancellation);
        });

        Assert.Equal(JobStatus.Completed, (await RunAsync(score)).Status);
        Assert.Equal([2], FakeExecutor.Numbers);
    }

    [Theory]
    [InlineData("""{"name":"stage","nested":{"concerts":3}}""")]
    [InlineData(null)]
    public async Task A_job_without_a_valid_score_cannot_be_resumed_by_its_id(string? snapshot)
    {
        var job =
            new Job("theirs", "stage", 1, Time.GetUtcNow()) { ConfigSnapshot = snapshot, ConfigPath = "scores/theirs.yaml" };
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        MarianneException error = await ThrowsAsync(
            MarianneError.InvalidTransition, () => RunAsync(new RunRequest { JobId = "theirs" }));
        Assert.Contains("'theirs'", error.Message, StringComparison.Ordinal);
        await ThrowsAsync(MarianneError.ScoreChanged, () => RunAsync(new RunRequest { JobId = "theirs", Score = ScoreOf(1) }));
        Job forced = await RunAsync(new RunRequest { JobId = "theirs", Score = ScoreOf(1), Force = true });
        Assert.Equal(JobStatus.Completed, forced.Status);
        Assert.NotEqual("theirs", (await RunAsync(ScoreOf(1))).Id);
    }

    [Fact]
    public async Task A_job_whose_sheets_are_all_done_is_completed()
    {
        Score score = ScoreOf(2);
        Job job = await AbandonAsync(score, isDead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)), (2, null));
        job = await LoadAsync(job.Id);
        (job.Sheets[1].Status, job.Status) = (SheetStatus.Skipped, JobStatus.Paused); // Another implementation skipped it.
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Job done = await RunAsync(score);

        Assert.Equal((JobStatus.Completed, null), (done.Status, done.Runner));
        Assert.NotNull(done.CompletedAt);
        Assert.Empty(FakeExecutor.Seen);
    }
}
