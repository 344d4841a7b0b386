using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task An_updated_sheet_is_stored_with_its_job()
    {
        await SaveNew();
        Time.Advance(TimeSpan.FromSeconds(1));

        SheetUpdateResult result = await UpdateSheet(2, StartHere);

        Assert.Same(result.Sheet, result.Job.Sheets[1]);
        Assert.Equal(Start.AddSeconds(1), result.Job.UpdatedAt);
        Job loaded = await Load();
        Assert.Equal(JobStatus.Running, loaded.Status);
        Assert.Equal(2, loaded.CurrentSheet);
        Assert.Equal(Processes.Current, loaded.Runner);
        Assert.Equal(Start.AddSeconds(1), loaded.StartedAt);
        Assert.Equal(SheetStatus.InProgress, loaded.Sheets[1].Status);
        Assert.Equal(1, loaded.Sheets[1].AttemptCount);
        Assert.Equal(result.Job.UpdatedAt, loaded.UpdatedAt);
    }

    [Fact]
    public async Task A_failed_sheet_keeps_its_results()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);
        var result = new SheetResult
        {
            Duration = TimeSpan.FromSeconds(2.5),
            ExitCode = 137,
            ExitSignal = 9,
            ExitReason = "killed",
            OutcomeData = """{"a":1}""",
            OutcomeCategory = "failed_fatal",
        };

        await UpdateSheet(1, new SheetUpdate.Fail(result, "out of memory", "fatal"));

        Job loaded = await Load();
        Sheet sheet = loaded.Sheets[0];
        Assert.Equal(SheetStatus.Failed, sheet.Status);
        Assert.Equal("out of memory", sheet.ErrorMessage);
        Assert.Equal("fatal", sheet.ErrorCategory);
        Assert.Equal((137, 9, "killed"), (sheet.ExitCode!.Value, sheet.ExitSignal!.Value, sheet.ExitReason));
        Assert.Equal(TimeSpan.FromSeconds(2.5), sheet.ExecutionDuration);
        Assert.Equal("failed_fatal", sheet.OutcomeCategory);
        Assert.Equal(1, loaded.TotalRetryCount);
        Assert.Null(loaded.CurrentSheet);
    }

    [Fact]
    public async Task The_job_is_completed_with_its_last_sheet_whatever_the_order()
    {
        await SaveNew(sheets: 3);
        foreach (int number in (int[])[3, 1])
        {
            await UpdateSheet(number, StartHere);
            await UpdateSheet(number, Complete);
            Assert.Equal(JobStatus.Running, (await Load()).Status);
        }

        SheetUpdateResult result = await UpdateSheet(2, new SheetUpdate.Skip("not needed"));

        Assert.Equal(JobStatus.Completed, result.Job.Status);
        Job loaded = await Load();
        Assert.Equal(JobStatus.Completed, loaded.Status);
        Assert.Equal("not needed", loaded.Sheets[1].ErrorMessage);
        Assert.Equal(3, loaded.Progress.Finished);
        Assert.Null(loaded.Runner);
        Assert.NotNull(loaded.CompletedAt);
        Assert.Null(NextSheet.Of(loaded));
    }

    [Fact]
    public async Task Updates_from_many_tasks_at_once_are_all_kept()
    {
        await SaveNew(sheets: 16);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(task => Task.Run(async () =>
        {
            foreach (int number in (int[])[task + 1, task + 9])
            {
                await UpdateSheet(number, StartHere);
                await UpdateSheet(number, task % 2 == 0 ? Complete : new SheetUpdate.Fail(SheetResult.Empty));
            }
        })));

        Job loaded = await Load();
        Assert.Equal(8, loaded.Progress.Finished);
        Assert.Equal(8, loaded.Sheets.Count(sheet => sheet.Status == SheetStatus.Failed));
        Assert.Equal(8, loaded.TotalRetryCount);
        Assert.Equal(15, loaded.LastCompletedSheet);
        Assert.All(loaded.Sheets, sheet => Assert.Equal(1, sheet.AttemptCount));
    }

    [Fact]
    public async Task An_update_causes_no_conflict_but_the_next_save_of_an_older_version_does()
    {
        Job job = await SaveNew();
        await UpdateSheet(1, StartHere);
        await UpdateSheet(1, Complete);

        await Fails(
            MarianneError.SaveConflict, () => Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation).AsTask());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(4)]
    public async Task A_sheet_number_that_the_job_does_not_have_is_an_error(int number)
    {
        await SaveNew(sheets: 3);

        await Fails(MarianneError.SheetOutOfRange, () => UpdateSheet(number, StartHere).AsTask());
        await Fails(MarianneError.SheetOutOfRange, () => UpdateSheet(number, Complete).AsTask());

        Assert.Equal(Start, (await Load()).UpdatedAt);
    }

    [Fact]
    public async Task An_update_that_the_status_does_not_allow_writes_nothing()
    {
        await SaveNew();
        await Store.UpdateAsync("nightly", new JobUpdate.Cancel(), Cancellation);
        DateTimeOffset updatedAt = (await Load()).UpdatedAt;

        await Fails(MarianneError.InvalidTransition, () => UpdateSheet(1, StartHere).AsTask());

        Assert.Equal(updatedAt, (await Load()).UpdatedAt);
    }

    [Fact]
    public async Task The_next_sheet_is_the_lowest_unfinished_one_whose_dependencies_are_met()
    {
        await SaveNew(sheets: 3);
        var needs = new Dictionary<int, IReadOnlyCollection<int>> { [1] = [3] };
        Assert.Equal(1, NextSheet.Of(await Load()));
        Assert.Equal(2, NextSheet.Of(await Load(), needs));

        await UpdateSheet(3, StartHere);
        Assert.Equal(3, NextSheet.Of(await Load(), needs));

        await UpdateSheet(3, Complete);
        Assert.Equal(1, NextSheet.Of(await Load(), needs));
    }

    [Fact]
    public async Task An_update_of_a_sheet_that_changed_since_writes_nothing()
    {
        await SaveNew();
        SheetVersion pending = SheetVersion.Of((await Load()).Sheets[0]);
        Sheet started = (await UpdateSheet(1, StartHere with { Expected = pending })).Sheet;
        await UpdateSheet(1, new SheetUpdate.Skip("by hand"));
        DateTimeOffset updatedAt = (await Load()).UpdatedAt;

        await Fails(
            MarianneError.SaveConflict,
            () => UpdateSheet(1, Complete with { Expected = SheetVersion.Of(started) }).AsTask());

        Job loaded = await Load();
        Assert.Equal((SheetStatus.Skipped, "by hand"), (loaded.Sheets[0].Status, loaded.Sheets[0].ErrorMessage));
        Assert.Equal(updatedAt, loaded.UpdatedAt);
    }

    [Fact]
    public async Task Some_sheets_of_a_job_are_loaded_in_the_order_of_their_numbers_as_they_were_saved()
    {
        await SaveNew(sheets: 3);
        Sheet started = (await UpdateSheet(2, StartHere)).Sheet;

        IReadOnlyList<Sheet> loaded = await Store.LoadSheetsAsync("nightly", [3, 2], Cancellation);

        Assert.Equal([3, 2], loaded.Select(sheet => sheet.Number));
        Assert.Equal([SheetVersion.Of(new Sheet("nightly", 3)), SheetVersion.Of(started)], loaded.Select(SheetVersion.Of));
        await Fails(
            MarianneError.SheetOutOfRange, () => Store.LoadSheetsAsync("nightly", [4], Cancellation).AsTask());
        await Fails(MarianneError.JobNotFound, () => Store.LoadSheetsAsync("x", [1], Cancellation).AsTask());
    }

    [Fact]
    public async Task A_call_for_a_missing_job_is_an_error()
    {
        await Fails(MarianneError.JobNotFound, () => UpdateSheet(1, StartHere).AsTask());
        await Fails(MarianneError.JobNotFound, () => Store.GetStatisticsAsync("x", Cancellation).AsTask());
        await Fails(
            MarianneError.JobNotFound, () => Store.UpdateAsync("x", new JobUpdate.Pause(), Cancellation).AsTask());
    }
}
