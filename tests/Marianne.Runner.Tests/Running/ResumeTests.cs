using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Jobs that an earlier run left, and who may play them.</summary>
public sealed class ResumeTests : RunnerTestBase
{
    [Fact]
    public async Task What_a_dead_process_had_started_is_played_again_and_what_it_had_finished_is_not()
    {
        Score score = ScoreOf(3);
        Job job = await Left(score, dead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)), (2, null));

        Job done = await Play(score);

        Assert.Equal((job.Id, JobStatus.Completed), (done.Id, done.Status));
        Assert.Equal([2, 3], FakeExecutor.Numbers);
        Assert.EndsWith("': 1 of 3 sheets are done.", Assert.Single(EventsOf(JobEventKind.JobResumed)).Message, StringComparison.Ordinal);
        Assert.Null(done.ErrorMessage); // What it said of the dead process is over.
        Assert.Equal([1, 2, 1], done.Sheets.Select(sheet => sheet.AttemptCount));
        Assert.Contains("process 7 on here", Assert.Single(EventsOf(JobEventKind.Warning)).Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], (await Learning.ListOutcomesAsync(new(), Cancellation).ToListAsync(Cancellation))
            .Select(outcome => outcome.SheetNumber).Order()); // The dead one could not tell of the first.
    }

    [Theory]
    [InlineData(SheetWaitReason.RateLimit, 400)]
    [InlineData(SheetWaitReason.Retry, 400)]
    [InlineData(SheetWaitReason.Retry, 5000)] // It is over long since.
    [InlineData(SheetWaitReason.RateLimit, -86_400)] // The clock was set back.
    public async Task The_rest_of_a_wait_is_waited(SheetWaitReason pause, int later)
    {
        Score score = ScoreOf(1);
        DateTimeOffset since = Time.GetUtcNow();
        await Left(score, dead: true, (1, new SheetUpdate.Wait(pause, SheetResult.Empty, "It broke.", "transient")
        {
            Measures = new SheetMeasures { WaitingSince = since, NextAttemptAt = since.AddSeconds(1000), ErrorCode = "E009", Retries = 1 },
        }));
        Time.AdjustTime(since.AddSeconds(later));
        DateTimeOffset begin = Time.GetUtcNow();

        Job done = await Play(score);

        Assert.Equal((JobStatus.Completed, 2), (done.Status, done.Sheets[0].AttemptCount));
        Assert.Equal(Math.Clamp(1000 - later, 0, 1000), (Time.GetUtcNow() - begin).TotalSeconds);
        Assert.Equal(pause == SheetWaitReason.Retry ? "retry" : "normal", Assert.Single(FakeExecutor.Seen).Mode);
        Assert.Equal(1, done.Sheets[0].Measures.Retries);
        Assert.EndsWith("': 0 of 1 sheet is done.", Assert.Single(EventsOf(JobEventKind.JobResumed)).Message, StringComparison.Ordinal);
        if (later == 400)
            Assert.Contains(Events, happened => happened.Message == "It goes on waiting for 10 min 00 s. It broke.");
        Assert.Empty(await Recoveries());
    }

    [Fact]
    public async Task A_clock_that_is_set_while_a_sheet_waits_changes_nothing()
    {
        FakeExecutor.Answer(1, FakeExecutor.Failure(), FakeExecutor.Success);
        OnEvent = happened =>
        {
            if (happened.Kind == JobEventKind.SheetRetrying)
                Time.AdjustTime(Time.GetUtcNow().AddDays(-1));
        };

        Job job = await Play(ScoreOf(1) with { Retry = new RetryOptions { BaseDelaySeconds = 30, Jitter = false } });

        Assert.Equal((JobStatus.Completed, 2), (job.Status, FakeExecutor.Seen.Count));
    }

    [Fact]
    public async Task A_sheet_that_failed_is_tried_anew_with_all_its_retries()
    {
        Score score = ScoreOf(2) with { Retry = new RetryOptions { MaxRetries = 1, BaseDelaySeconds = 1, Jitter = false } };
        FakeExecutor.Answer(2, FakeExecutor.Failure());
        Job failed = await Play(score);
        Assert.Equal((JobStatus.Failed, 2), (failed.Status, failed.Sheets[1].AttemptCount));

        Job again = await Play(score);

        Assert.Equal((JobStatus.Failed, failed.Id), (again.Status, again.Id));
        Assert.Equal(["normal", "normal", "retry", "normal", "retry"], FakeExecutor.Seen.Select(attempt => attempt.Mode));
    }

    [Fact]
    public async Task A_changed_score_is_refused_until_it_is_forced_or_begun_anew()
    {
        FakeExecutor.Answer(2, FakeExecutor.Failure());
        Job failed = await Play(ScoreOf(2));
        FakeExecutor.Answer(2, FakeExecutor.Success);
        Score changed = ScoreOf(3);

        MarianneException error = await Fails(MarianneError.ScoreChanged, () => Play(changed));
        Assert.Contains("3", error.Message, StringComparison.Ordinal);
        Job forced = await Play(new RunRequest { Score = changed, Force = true });
        Assert.Equal((JobStatus.Completed, failed.Id, 3), (forced.Status, forced.Id, forced.TotalSheets));
        Assert.Equal([1, 2, 2, 3], FakeExecutor.Numbers);

        Job anew = await Play(new RunRequest { JobId = forced.Id, Restart = true });
        Assert.NotEqual(forced.Id, anew.Id);
        Assert.Equal(3, anew.Progress.Finished);
    }

    [Fact]
    public async Task A_job_cannot_lose_sheets()
    {
        FakeExecutor.Answer(2, FakeExecutor.Failure());
        await Play(ScoreOf(3));
        RunRequest fewer = new() { Score = ScoreOf(2), Force = true };

        await Fails(MarianneError.InvalidTransition, () => Play(fewer));
        await Fails(MarianneError.InvalidTransition, () => new JobPlanner(Jobs, Time).PlanAsync(fewer, Cancellation).AsTask());
        Assert.Equal(JobStatus.Failed, (await Load()).Status);
    }

    [Fact]
    public async Task One_that_is_Completed_is_given_back_with_a_warning()
    {
        Job done = await Play(ScoreOf(1));

        Job same = await Play(new RunRequest { JobId = done.Id });
        Job another = await Play(ScoreOf(1));

        Assert.Equal((done.Id, done.UpdatedAt), (same.Id, same.UpdatedAt));
        Assert.Single(EventsOf(JobEventKind.Warning));
        Assert.NotEqual(done.Id, another.Id);
    }

    [Fact]
    public async Task Two_runners_do_not_play_one_job()
    {
        Task begun = FakeExecutor.HangAt(1);
        using var pause = new CancellationTokenSource();
        Task<Job> playing = Play(ScoreOf(1), pause);
        await begun;

        MarianneException here = await Fails(MarianneError.JobIsPlayed, () => Play(ScoreOf(1)));
        RunnerServices elsewhere = Services() with { Process = Processes.Start(8, "mark-8") };
        await Fails(MarianneError.JobIsPlayed, () => new JobRunner(elsewhere).RunAsync(new RunRequest { Score = ScoreOf(1) }, _ => { }, Cancellation).AsTask());

        Assert.Contains("process 100 on here", here.Message, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Running, (await Load()).Status);
        await pause.CancelAsync();
        Assert.Equal(JobStatus.Paused, (await playing).Status);
    }

    [Fact]
    public async Task Another_process_that_plays_it_is_named()
    {
        Job job = await Left(ScoreOf(1), dead: false, (1, null));

        MarianneException error = await Fails(MarianneError.JobIsPlayed, () => Play(ScoreOf(1)));

        Assert.Contains("process 7 on here", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, (await Load(job.Id)).Pid);
        Assert.Empty(FakeExecutor.Seen);
    }

    [Fact]
    public async Task What_was_finished_between_opening_and_taking_over_is_not_played_again()
    {
        Score score = ScoreOf(2);
        Job job = await Left(score, dead: false, (1, null));
        IJobStore store = Jobs;
        Jobs = HookedStore.OnPlay(store, async () =>
        {
            await store.UpdateSheetAsync(job.Id, 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);
            await store.UpdateAsync(job.Id, new JobUpdate.Pause(), Cancellation);
        });

        Assert.Equal(JobStatus.Completed, (await Play(score)).Status);
        Assert.Equal([2], FakeExecutor.Numbers);
    }

    [Theory]
    [InlineData("""{"name":"stage","nested":{"concerts":3}}""")]
    [InlineData(null)]
    public async Task A_job_that_keeps_no_score_says_so(string? snapshot)
    {
        var job = new Job("theirs", "stage", 1, Time.GetUtcNow()) { ConfigSnapshot = snapshot, ConfigPath = "scores/theirs.yaml" };
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        MarianneException error = await Fails(MarianneError.InvalidTransition, () => Play(new RunRequest { JobId = "theirs" }));
        Assert.Contains("'theirs'", error.Message, StringComparison.Ordinal);
        await Fails(MarianneError.ScoreChanged, () => Play(new RunRequest { JobId = "theirs", Score = ScoreOf(1) }));
        Job forced = await Play(new RunRequest { JobId = "theirs", Score = ScoreOf(1), Force = true });
        Assert.Equal(JobStatus.Completed, forced.Status);
        Assert.NotEqual("theirs", (await Play(ScoreOf(1))).Id);
    }

    [Fact]
    public async Task One_whose_sheets_are_all_done_is_completed()
    {
        Score score = ScoreOf(2);
        Job job = await Left(score, dead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)), (2, null));
        job = await Load(job.Id);
        (job.Sheets[1].Status, job.Status) = (SheetStatus.Skipped, JobStatus.Paused); // The other implementation completes none with a skipped sheet.
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Job done = await Play(score);

        Assert.Equal((JobStatus.Completed, null), (done.Status, done.Runner));
        Assert.NotNull(done.CompletedAt);
        Assert.Empty(FakeExecutor.Seen);
    }

    /// <summary>A job whose sheets another process has started, and some of which ended.</summary>
    private async Task<Job> Left(Score score, bool dead, params (int Number, SheetUpdate? End)[] sheets)
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

        if (dead)
            Processes.Kill(7);
        return job;
    }
}
