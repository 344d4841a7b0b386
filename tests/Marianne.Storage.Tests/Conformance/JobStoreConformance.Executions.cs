using Marianne.Jobs;
using Marianne.Storage.Memory;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task A_recorded_attempt_is_returned_with_its_id_and_every_value()
    {
        await SaveNew();
        Execution full = Attempt(2) with { Prompt = HardText, Output = new string('x', 100_000), ExitCode = -1 };
        Execution empty = new(0, "nightly", 1, 1, null, null, null, null, Start.AddSeconds(-1));

        IReadOnlyList<Execution> recorded = await Store.RecordExecutionsAsync([empty, full], Cancellation);

        Assert.Equal([empty with { Id = recorded[0].Id }, full with { Id = recorded[1].Id }], recorded);
        Assert.True(recorded[0].Id >= 1);
        Assert.True(recorded[1].Id > recorded[0].Id);
        Assert.Equal([recorded[1], recorded[0]], await Executions(new ExecutionQuery()));
    }

    [Fact]
    public async Task A_long_output_is_whole_and_so_is_its_copy()
    {
        string output = string.Concat(Enumerable.Range(1, 5000).Select(number => $"{number} ✓ 😀\n"));
        await SaveNew();
        await Store.RecordExecutionsAsync([Attempt(1) with { Output = output }], Cancellation);
        await using var copies = new MemoryJobStore(Time, Processes);

        await JobCopier.CopyAsync("nightly", Store, copies, replace: false, Cancellation).CountAsync(Cancellation);
        await JobCopier.CopyAsync("nightly", copies, Store, replace: true, Cancellation).CountAsync(Cancellation);

        Assert.Equal(output, Assert.Single(await Executions(new ExecutionQuery())).Output);
    }

    [Fact]
    public async Task Attempts_are_listed_newest_first_by_job_by_sheet_and_by_page()
    {
        await SaveNew("a");
        await SaveNew("b");
        for (int number = 1; number <= 6; number++)
            await Store.RecordExecutionsAsync(
                [Attempt(1 + ((number - 1) % 3), number % 2 == 1 ? "a" : "b", number)], Cancellation);

        Assert.Equal([6, 5, 4, 3, 2, 1], await Attempts(new ExecutionQuery()));
        Assert.Equal([5, 3, 1], await Attempts(new ExecutionQuery { JobId = "a" }));
        Assert.Equal([6, 3], await Attempts(new ExecutionQuery { SheetNumber = 3 }));
        Assert.Equal([3], await Attempts(new ExecutionQuery { JobId = "a", SheetNumber = 3 }));
        Assert.Equal([5, 4], await Attempts(new ExecutionQuery { Skip = 1, First = 2 }));
        Assert.Equal([2, 3], await Attempts(new ExecutionQuery { OldestFirst = true, Skip = 1, First = 2 }));
        Assert.Equal(3, await Store.CountExecutionsAsync(new ExecutionQuery { JobId = "b", First = 1 }, Cancellation));
        Assert.Empty(await Attempts(new ExecutionQuery { JobId = "c" }));
    }

    [Fact]
    public async Task A_listing_of_attempts_returns_a_hundred_by_default()
    {
        await SaveNew();
        await Store.RecordExecutionsAsync(
            [.. Enumerable.Range(1, 120).Select(number => Attempt(1, attempt: number))], Cancellation);

        Assert.Equal(Enumerable.Range(21, 100).Reverse(), await Attempts(new ExecutionQuery()));
        Assert.Equal(120, (await Attempts(new ExecutionQuery { First = long.MaxValue })).Count);
        Assert.Equal(120, await Store.CountExecutionsAsync(new ExecutionQuery(), Cancellation));
    }

    [Fact]
    public async Task Attempts_are_recorded_all_or_none()
    {
        await SaveNew();

        await Fails(
            MarianneError.SheetOutOfRange, () => Store.RecordExecutionsAsync([Attempt(1), Attempt(4)], Cancellation).AsTask());
        await Fails(MarianneError.SheetOutOfRange, () => Store.RecordExecutionsAsync([Attempt(0)], Cancellation).AsTask());
        await Fails(
            MarianneError.JobNotFound, () => Store.RecordExecutionsAsync([Attempt(1), Attempt(1, "x")], Cancellation).AsTask());

        Assert.Empty(await Executions(new ExecutionQuery()));
    }

    [Fact]
    public async Task Attempts_are_ordered_by_their_times_whenever_they_were_recorded()
    {
        await SaveNew();
        await Store.RecordExecutionsAsync([Attempt(1, attempt: 3), Attempt(1, attempt: 1), Attempt(1, attempt: 2)], Cancellation);

        Assert.Equal([3, 2, 1], await Attempts(new ExecutionQuery { JobId = "nightly" }));
        Assert.Equal([1, 2, 3], await Attempts(new ExecutionQuery { OldestFirst = true }));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    [InlineData(1, -1)]
    public async Task An_attempt_with_an_invalid_value_is_rejected(int attempt, int seconds)
    {
        await SaveNew();
        Execution bad = Attempt(1, attempt: attempt) with { Duration = TimeSpan.FromSeconds(seconds) };

        await Fails(MarianneError.InvalidParameter, () => Store.RecordExecutionsAsync([bad], Cancellation).AsTask());

        Assert.Empty(await Executions(new ExecutionQuery()));
    }

    [Fact]
    public async Task Recording_no_attempts_returns_none() => Assert.Empty(await Store.RecordExecutionsAsync([], Cancellation));

    [Fact]
    public async Task Recording_does_not_change_the_job_and_causes_no_conflict()
    {
        Job job = await SaveNew();
        await Store.RecordExecutionsAsync([Attempt(1)], Cancellation);

        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
    }

    [Fact]
    public async Task Saving_a_job_keeps_its_attempts_and_deleting_it_deletes_them()
    {
        Job job = await SaveNew();
        await SaveNew("other");
        await Store.RecordExecutionsAsync([Attempt(1), Attempt(1, "other")], Cancellation);
        await Store.SaveAsync(job, SaveMode.Overwrite, Cancellation);
        Assert.Equal(2, await Store.CountExecutionsAsync(new ExecutionQuery(), Cancellation));

        Assert.True(await Store.DeleteAsync("nightly", Cancellation));
        Assert.False(await Store.DeleteAsync("nightly", Cancellation));
        await SaveNew();

        Assert.Equal("other", Assert.Single(await Executions(new ExecutionQuery())).JobId);
        Assert.All((await Load()).Sheets, sheet => Assert.Equal(SheetStatus.Pending, sheet.Status));
    }

    [Fact]
    public async Task Statistics_cover_the_sheets_and_the_attempts_of_a_job()
    {
        await SaveNew(sheets: 4);
        await UpdateSheet(3, StartHere);
        await UpdateSheet(3, Complete);
        await UpdateSheet(1, new SheetUpdate.Skip());
        await UpdateSheet(2, new SheetUpdate.Fail(SheetResult.Empty));
        await Store.RecordExecutionsAsync(
            [
                Attempt(1) with { ExitCode = 0, Duration = TimeSpan.FromSeconds(1) },
                Attempt(2) with { ExitCode = 1, Duration = TimeSpan.FromSeconds(2) },
                Attempt(2) with { ExitCode = null, Duration = null },
            ],
            Cancellation);

        JobStatistics statistics = await Store.GetStatisticsAsync("nightly", Cancellation);

        Assert.Equal(
            ("nightly", 4, 2, 50.0),
            (statistics.JobId, statistics.TotalSheets, statistics.CompletedSheets, statistics.SuccessRate));
        Assert.Equal((1, 3, 1), (statistics.TotalRetries, statistics.TotalExecutions, statistics.SuccessfulExecutions));
        Assert.Equal(TimeSpan.FromSeconds(1.5), statistics.AverageDuration);
    }

    [Fact]
    public async Task A_job_without_attempts_has_no_average_duration()
    {
        await SaveNew();

        JobStatistics statistics = await Store.GetStatisticsAsync("nightly", Cancellation);

        Assert.Equal((0, 0), (statistics.TotalExecutions, statistics.SuccessfulExecutions));
        Assert.Null(statistics.AverageDuration);
    }

    protected static Execution Attempt(int sheet, string jobId = "nightly", int attempt = 1) => new(
        0, jobId, sheet, attempt, "do it", "done", 0, TimeSpan.FromSeconds(1.25), Start.AddSeconds(attempt));

    protected async Task<List<Execution>> Executions(ExecutionQuery query) =>
        await Store.ListExecutionsAsync(query, Cancellation).ToListAsync(Cancellation);

    private async Task<List<int>> Attempts(ExecutionQuery query) =>
        [.. (await Executions(query)).Select(execution => execution.AttemptNumber)];
}
