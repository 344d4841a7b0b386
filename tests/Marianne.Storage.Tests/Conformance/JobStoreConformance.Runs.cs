using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    private JobUpdate.Run RunHere => new(Processes.Current);

    [Fact]
    public async Task An_attempt_is_recorded_with_the_update_that_ends_it()
    {
        await SaveNew();
        await Store.RecordExecutionsAsync([Attempt(2)], Cancellation);
        await UpdateSheet(1, StartHere);
        Execution attempt = Attempt(1, attempt: 2) with { Prompt = HardText, ExitCode = 0 };

        SheetUpdateResult result = await UpdateSheet(1, Complete with { Attempt = attempt });

        Assert.NotNull(result.Attempt);
        Assert.True(result.Attempt.Id > 1);
        Assert.Equal(attempt with { Id = result.Attempt.Id }, result.Attempt);
        Assert.Equal(result.Attempt, (await Executions(new ExecutionQuery { SheetNumber = 1 })).Single());
        Assert.Equal(2, await Store.CountExecutionsAsync(new ExecutionQuery(), Cancellation));
        Assert.Null((await UpdateSheet(2, StartHere)).Attempt);
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
    public async Task An_invalid_attempt_rejects_the_whole_update(
        string jobId, int sheet, int number, int seconds, MarianneError error)
    {
        await SaveNew("other");
        await SaveNew();
        await UpdateSheet(1, StartHere);
        DateTimeOffset updatedAt = (await Load()).UpdatedAt;
        Execution bad = Attempt(sheet, jobId, number) with { Duration = TimeSpan.FromSeconds(seconds) };

        await Fails(error, () => UpdateSheet(1, Complete with { Attempt = bad, Measures = Measured }).AsTask());

        await AssertUntouched(updatedAt);
    }

    [Fact]
    public async Task A_rejected_update_records_no_attempt()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);
        DateTimeOffset updatedAt = (await Load()).UpdatedAt;

        await Fails(
            MarianneError.InvalidSheet,
            () => UpdateSheet(1, new SheetUpdate.Fail(SheetResult.Empty, "why", "gremlins") { Attempt = Attempt(1) }).AsTask());
        await Fails(MarianneError.SheetOutOfRange, () => UpdateSheet(4, Complete with { Attempt = Attempt(4) }).AsTask());

        await AssertUntouched(updatedAt);
    }

    [Theory]
    [InlineData(SheetWaitReason.RateLimit, SheetStatus.Waiting, 1, 0, 0)]
    [InlineData(SheetWaitReason.Hold, SheetStatus.Waiting, 0, 0, 0)]
    [InlineData(SheetWaitReason.Retry, SheetStatus.RetryScheduled, 0, 1, 0)]
    [InlineData(SheetWaitReason.Completion, SheetStatus.RetryScheduled, 0, 0, 1)]
    public async Task A_wait_of_a_sheet_is_counted_by_its_job(
        SheetWaitReason pause, SheetStatus status, int waits, int retries, int completions)
    {
        await SaveNew();
        await UpdateSheet(2, StartHere);
        Time.Advance(TimeSpan.FromSeconds(2));

        await UpdateSheet(2, Wait(pause) with { Attempt = Attempt(2) });

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
        await UpdateSheet(1, StartHere);
        await UpdateSheet(1, Wait(SheetWaitReason.RateLimit));
        await UpdateSheet(1, StartHere with { Measures = Measured, Mode = "retry" });

        await UpdateSheet(1, new SheetUpdate.Interrupt(isCancelled));

        Sheet sheet = (await Load()).Sheets[0];
        Assert.Equal((status, 1, "retry"), (sheet.Status, sheet.AttemptCount, sheet.ExecutionMode));
        Assert.Equal(Measured.Cost, sheet.Measures.Cost);
        await UpdateSheet(1, new SheetUpdate.Interrupt(isCancelled));
        await UpdateSheet(2, new SheetUpdate.Interrupt(isCancelled));
        Assert.Equal([1, 0, 0], (await Load()).Sheets.Select(each => each.AttemptCount));
    }

    [Fact]
    public async Task A_sheet_starts_only_in_the_process_that_runs_its_job()
    {
        await SaveNew();
        await Store.UpdateAsync("nightly", RunHere, Cancellation);
        await UpdateSheet(1, StartHere with { OnlyAsRunner = true });

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
                MarianneError.InvalidTransition, () => UpdateSheet(2, StartHere with { OnlyAsRunner = true }).AsTask());
            Assert.Contains(why, error.Message, StringComparison.Ordinal);
            Job after = await Load();
            Assert.Equal((before.UpdatedAt, before.Status, before.Runner), (after.UpdatedAt, after.Status, after.Runner));
            Assert.Equal(SheetStatus.Pending, after.Sheets[1].Status);
        }
    }

    [Fact]
    public async Task A_job_is_run_by_one_process_at_a_time()
    {
        await SaveNew();
        RunnerProcess other = Processes.Start(200, "mark-200");
        Job running = await Store.UpdateAsync("nightly", new JobUpdate.Run(other), Cancellation);
        Assert.Equal((JobStatus.Running, other), (running.Status, running.Runner));
        DateTimeOffset updatedAt = (await Load()).UpdatedAt;

        MarianneException error = await Fails(MarianneError.JobIsPlayed, () => Update(RunHere));
        Assert.Contains("process 200 on here", error.Message, StringComparison.Ordinal);
        Assert.Equal((updatedAt, other), ((await Load()).UpdatedAt, (await Load()).Runner));

        Processes.Kill(200);
        await Update(RunHere);

        Job taken = await Load();
        Assert.Equal((JobStatus.Running, Processes.Current, false), (taken.Status, taken.Runner, taken.IsZombie));
        Assert.Contains("200", taken.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_job_is_not_run()
    {
        await SaveNew("done", sheets: 1);
        await UpdateSheet(1, Complete, "done");
        await SaveNew("cancelled");
        await Store.UpdateAsync("cancelled", new JobUpdate.Cancel(), Cancellation);

        foreach (string id in (string[])["done", "cancelled"])
        {
            await Fails(
                MarianneError.InvalidTransition, () => Store.UpdateAsync(id, RunHere, Cancellation).AsTask());
        }

        Assert.Equal(JobStatus.Completed, (await Load("done")).Status);
    }

    [Fact]
    public async Task A_job_can_be_run_with_a_changed_configuration_and_more_sheets()
    {
        await SaveNew(sheets: 2, change: job => job.ConfigSnapshot = "{}");
        await UpdateSheet(2, Complete);

        await Update(RunHere with { Config = new JobConfig("""{"sheets":[1,2,3]}""", "new", "score.yaml", 3) });

        Job loaded = await Load();
        Assert.Equal(("""{"sheets":[1,2,3]}""", "new", "score.yaml"), (Compact(loaded), loaded.ConfigHash, loaded.ConfigPath));
        Assert.Equal((3, 3, SheetStatus.Completed), (loaded.TotalSheets, loaded.Sheets.Count, loaded.Sheets[1].Status));
        await UpdateSheet(3, StartHere);

        await Fails(
            MarianneError.InvalidTransition, () => Update(RunHere with { Config = new JobConfig("{}", "fewer", null, 2) }));
        await Fails(
            MarianneError.InvalidJob, () => Update(RunHere with { Config = new JobConfig("[]", "bad", null, 3) }));
        Assert.Equal("new", (await Load()).ConfigHash);

        static string? Compact(Job job) => job.ConfigSnapshot?.Replace(" ", "", StringComparison.Ordinal)
            .Replace("\n", "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_can_have_a_reason()
    {
        await SaveNew();
        await Update(RunHere);

        await Update(new JobUpdate.Pause("the cost limit is reached"));

        Job loaded = await Load();
        Assert.Equal((JobStatus.Paused, "the cost limit is reached"), (loaded.Status, loaded.ErrorMessage));
        Assert.Null(loaded.Runner);
        await Update(RunHere);
        Assert.Null((await Load()).ErrorMessage);
    }

    [Fact]
    public async Task The_header_of_a_job_is_the_job_without_its_sheets()
    {
        Assert.Null(await Store.LoadHeaderAsync("nightly", Cancellation));
        await SaveNew();
        await UpdateSheet(1, new SheetUpdate.Start(Processes.Start(200, "mark-200")));
        Processes.Kill(200);

        Job? header = await Store.LoadHeaderAsync("nightly", Cancellation);

        Job complete = await Load();
        Assert.NotNull(header);
        Assert.Equal(
            (complete.Name, complete.Status, complete.UpdatedAt, complete.Runner, complete.CurrentSheet),
            (header.Name, header.Status, header.UpdatedAt, header.Runner, header.CurrentSheet));
        Assert.True(header.IsZombie);
        Assert.Equal(3, header.Sheets.Count);
        Assert.Empty(header.Sheets.Known);
        Assert.False(header.IsChanged);
    }

    [Fact]
    public async Task The_status_of_a_job_is_read_without_its_sheets()
    {
        Assert.Null(await Store.LoadStatusAsync("nightly", Cancellation));
        await SaveNew();
        await UpdateSheet(1, new SheetUpdate.Start(Processes.Start(200, "mark-200")));

        Job? read = await Store.LoadStatusAsync("nightly", Cancellation);

        Job complete = await Load();
        Assert.NotNull(read);
        Assert.Equal((complete.Status, complete.UpdatedAt, complete.Runner), (read.Status, read.UpdatedAt, read.Runner));
        Assert.Equal(JobStatus.Running, read.Status);
        Assert.Empty(read.Sheets.Known);
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
