using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    private JobUpdate.Run PlayHere => new(Processes.Current);

    [Fact]
    public async Task An_attempt_is_recorded_with_the_mark_that_ends_it()
    {
        await SaveNew();
        await Store.RecordExecutionsAsync([Attempt(2)], Cancellation);
        await Mark(1, StartHere);
        Execution attempt = Attempt(1, attempt: 2) with { Prompt = HardText, ExitCode = 0 };

        SheetUpdateResult mark = await Mark(1, Complete with { Attempt = attempt });

        Assert.NotNull(mark.Attempt);
        Assert.True(mark.Attempt.Id > 1);
        Assert.Equal(attempt with { Id = mark.Attempt.Id }, mark.Attempt);
        Assert.Equal(mark.Attempt, (await Executions(new ExecutionQuery { SheetNumber = 1 })).Single());
        Assert.Equal(2, await Store.CountExecutionsAsync(new ExecutionQuery(), Cancellation));
        Assert.Null((await Mark(2, StartHere)).Attempt);
    }

    public static TheoryData<string, int, int, int, MarianneError> BadAttempts => new()
    {
        { "nightly", 1, 0, 1, MarianneError.InvalidParameter },
        { "nightly", 1, 1, -1, MarianneError.InvalidParameter },
        { "nightly", 2, 1, 1, MarianneError.InvalidParameter },
        { "other", 1, 1, 1, MarianneError.InvalidParameter },
        { "nightly", 4, 1, 1, MarianneError.SheetOutOfRange },
    };

    [Theory]
    [MemberData(nameof(BadAttempts))]
    public async Task An_attempt_that_cannot_be_refuses_the_whole_mark(
        string jobId, int sheet, int number, int seconds, MarianneError error)
    {
        await SaveNew("other");
        await SaveNew();
        await Mark(1, StartHere);
        DateTimeOffset updatedAt = (await Load()).UpdatedAt;
        Execution bad = Attempt(sheet, jobId, number) with { Duration = TimeSpan.FromSeconds(seconds) };

        await Fails(error, () => Mark(1, Complete with { Attempt = bad, Measures = Measured }).AsTask());

        await AssertUntouched(updatedAt);
    }

    [Fact]
    public async Task A_mark_that_is_refused_records_no_attempt()
    {
        await SaveNew();
        await Mark(1, StartHere);
        DateTimeOffset updatedAt = (await Load()).UpdatedAt;

        await Fails(
            MarianneError.InvalidSheet,
            () => Mark(1, new SheetUpdate.Fail(SheetResult.Empty, "why", "gremlins") { Attempt = Attempt(1) }).AsTask());
        await Fails(MarianneError.SheetOutOfRange, () => Mark(4, Complete with { Attempt = Attempt(4) }).AsTask());

        await AssertUntouched(updatedAt);
    }

    [Theory]
    [InlineData(SheetWaitReason.RateLimit, SheetStatus.Waiting, 1, 0, 0)]
    [InlineData(SheetWaitReason.Hold, SheetStatus.Waiting, 0, 0, 0)]
    [InlineData(SheetWaitReason.Retry, SheetStatus.RetryScheduled, 0, 1, 0)]
    [InlineData(SheetWaitReason.Completion, SheetStatus.RetryScheduled, 0, 0, 1)]
    public async Task A_sheet_waits_and_its_job_counts_what_for(
        SheetWaitReason pause, SheetStatus status, int waits, int retries, int completions)
    {
        await SaveNew();
        await Mark(2, StartHere);
        Time.Advance(TimeSpan.FromSeconds(2));

        await Mark(2, Wait(pause) with { Attempt = Attempt(2) });

        Job loaded = await Load();
        Sheet sheet = loaded.Sheets[1];
        Assert.Equal((status, "not yet", "transient"), (sheet.Status, sheet.ErrorMessage, sheet.ErrorCategory));
        Assert.Equal((1, Start.AddSeconds(2)), (sheet.AttemptCount, sheet.CompletedAt));
        Assert.Equal((waits, retries, completions), (loaded.RateLimitWaits, loaded.TotalRetryCount, sheet.CompletionAttempts));
        Assert.Null(loaded.CurrentSheet);
        Assert.Equal(JobStatus.Running, loaded.Status);
        Assert.Single(await Executions(new ExecutionQuery()));
        Assert.Equal(1, NextSheet.Of(loaded));
    }

    [Theory]
    [InlineData(false, SheetStatus.Pending)]
    [InlineData(true, SheetStatus.Cancelled)]
    public async Task An_interrupted_attempt_does_not_count(bool isCancelled, SheetStatus status)
    {
        await SaveNew();
        await Mark(1, StartHere);
        await Mark(1, Wait(SheetWaitReason.RateLimit));
        await Mark(1, StartHere with { Measures = Measured, Mode = "retry" });

        await Mark(1, new SheetUpdate.Interrupt(isCancelled));

        Sheet sheet = (await Load()).Sheets[0];
        Assert.Equal((status, 1, "retry"), (sheet.Status, sheet.AttemptCount, sheet.ExecutionMode));
        Assert.Equal(Measured.Cost, sheet.Measures.Cost);
        await Mark(1, new SheetUpdate.Interrupt(isCancelled));
        await Mark(2, new SheetUpdate.Interrupt(isCancelled));
        Assert.Equal([1, 0, 0], (await Load()).Sheets.Select(each => each.AttemptCount));
    }

    [Fact]
    public async Task A_sheet_starts_only_under_the_process_that_plays_its_job()
    {
        await SaveNew();
        await Store.UpdateAsync("nightly", PlayHere, Cancellation);
        await Mark(1, StartHere with { OnlyAsRunner = true });

        await Store.UpdateAsync("nightly", new JobUpdate.Pause("paused by hand"), Cancellation);
        await Refused("it is Paused");
        await Store.UpdateAsync("nightly", new JobUpdate.Run(new RunnerProcess(7, "elsewhere", "x")), Cancellation);
        await Refused("run by the process 7 on elsewhere");
        await Store.UpdateAsync("nightly", new JobUpdate.Cancel(), Cancellation);
        await Refused("is Cancelled");

        async Task Refused(string why)
        {
            Job before = await Load();
            MarianneException error = await Fails(
                MarianneError.InvalidTransition, () => Mark(2, StartHere with { OnlyAsRunner = true }).AsTask());
            Assert.Contains(why, error.Message, StringComparison.Ordinal);
            Job after = await Load();
            Assert.Equal((before.UpdatedAt, before.Status, before.Runner), (after.UpdatedAt, after.Status, after.Runner));
            Assert.Equal(SheetStatus.Pending, after.Sheets[1].Status);
        }
    }

    [Fact]
    public async Task A_job_is_played_by_one_process_at_a_time()
    {
        await SaveNew();
        RunnerProcess other = Processes.Start(200, "mark-200");
        Job played = await Store.UpdateAsync("nightly", new JobUpdate.Run(other), Cancellation);
        Assert.Equal((JobStatus.Running, other), (played.Status, played.Runner));
        DateTimeOffset updatedAt = (await Load()).UpdatedAt;

        MarianneException error = await Fails(MarianneError.JobIsPlayed, () => Update(PlayHere));
        Assert.Contains("process 200 on here", error.Message, StringComparison.Ordinal);
        Assert.Equal((updatedAt, other), ((await Load()).UpdatedAt, (await Load()).Runner));

        Processes.Kill(200);
        await Update(PlayHere);

        Job taken = await Load();
        Assert.Equal((JobStatus.Running, Processes.Current, false), (taken.Status, taken.Runner, taken.IsZombie));
        Assert.Contains("200", taken.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_job_is_not_played()
    {
        await SaveNew("done", sheets: 1);
        await Mark(1, Complete, "done");
        await SaveNew("cancelled");
        await Store.UpdateAsync("cancelled", new JobUpdate.Cancel(), Cancellation);

        foreach (string id in (string[])["done", "cancelled"])
        {
            await Fails(
                MarianneError.InvalidTransition, () => Store.UpdateAsync(id, PlayHere, Cancellation).AsTask());
        }

        Assert.Equal(JobStatus.Completed, (await Load("done")).Status);
    }

    [Fact]
    public async Task A_job_is_played_with_a_changed_configuration_which_may_have_more_sheets()
    {
        await SaveNew(sheets: 2, change: job => job.ConfigSnapshot = "{}");
        await Mark(2, Complete);

        await Update(PlayHere with { Config = new JobConfig("""{"sheets":[1,2,3]}""", "new", "score.yaml", 3) });

        Job loaded = await Load();
        Assert.Equal(("""{"sheets":[1,2,3]}""", "new", "score.yaml"), (Compact(loaded), loaded.ConfigHash, loaded.ConfigPath));
        Assert.Equal((3, 3, SheetStatus.Completed), (loaded.TotalSheets, loaded.Sheets.Count, loaded.Sheets[1].Status));
        await Mark(3, StartHere);

        await Fails(
            MarianneError.InvalidTransition, () => Update(PlayHere with { Config = new JobConfig("{}", "fewer", null, 2) }));
        await Fails(
            MarianneError.InvalidJob, () => Update(PlayHere with { Config = new JobConfig("[]", "bad", null, 3) }));
        Assert.Equal("new", (await Load()).ConfigHash);

        static string? Compact(Job job) => job.ConfigSnapshot?.Replace(" ", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_may_say_why()
    {
        await SaveNew();
        await Update(PlayHere);

        await Update(new JobUpdate.Pause("the cost limit is reached"));

        Job loaded = await Load();
        Assert.Equal((JobStatus.Paused, "the cost limit is reached"), (loaded.Status, loaded.ErrorMessage));
        Assert.Null(loaded.Runner);
        await Update(PlayHere);
        Assert.Null((await Load()).ErrorMessage);
    }

    [Fact]
    public async Task The_header_of_a_job_is_the_job_without_its_sheets()
    {
        Assert.Null(await Store.LoadHeaderAsync("nightly", Cancellation));
        await SaveNew();
        await Mark(1, new SheetUpdate.Start(Processes.Start(200, "mark-200")));
        Processes.Kill(200);

        Job? header = await Store.LoadHeaderAsync("nightly", Cancellation);

        Job whole = await Load();
        Assert.NotNull(header);
        Assert.Equal(
            (whole.Name, whole.Status, whole.UpdatedAt, whole.Runner, whole.CurrentSheet),
            (header.Name, header.Status, header.UpdatedAt, header.Runner, header.CurrentSheet));
        Assert.True(header.IsZombie);
        Assert.Equal(3, header.Sheets.Count);
        Assert.Empty(header.Sheets.Known);
        Assert.False(header.IsChanged);
    }

    private async Task Update(JobUpdate update) => await Store.UpdateAsync("nightly", update, Cancellation);

    private async Task AssertUntouched(DateTimeOffset updatedAt)
    {
        Job job = await Load();
        Assert.Equal(updatedAt, job.UpdatedAt);
        Assert.Equal((SheetStatus.InProgress, SheetMeasures.None), (job.Sheets[0].Status, job.Sheets[0].Measures));
        Assert.Empty(await Executions(new ExecutionQuery()));
    }
}
