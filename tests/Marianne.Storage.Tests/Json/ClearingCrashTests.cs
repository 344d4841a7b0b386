using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of what a process leaves that is killed while it clears the history of a folder.</summary>
public sealed class ClearingCrashTests : JsonTestBase
{
    private string JobFile => Folder["nightly.json"];

    private string Log => Folder["nightly.history"];

    [Fact]
    public async Task A_job_that_was_not_deleted_yet_is_not_in_the_figures_and_is_counted_once()
    {
        EndedJob ended = await SaveEndedAsync();
        (byte[] job, byte[] log) = (await File.ReadAllBytesAsync(JobFile, Cancellation), await File.ReadAllBytesAsync(Log, Cancellation));
        await Store.ClearHistoryAsync(HistoryPart.Jobs, [ended], Cancellation);

        await File.WriteAllBytesAsync(JobFile, job, Cancellation);
        await File.WriteAllBytesAsync(Log, log, Cancellation);
        Assert.Empty(await Store.ListArchivedFiguresAsync(Cancellation));

        await Store.ClearHistoryAsync(HistoryPart.Jobs, [ended], Cancellation);
        ArchivedFigures figures = Assert.Single(await Store.ListArchivedFiguresAsync(Cancellation));
        Assert.Equal((1, 2), (figures.Jobs, figures.Attempts.Attempts));
    }

    [Fact]
    public async Task Attempts_of_a_job_that_was_deleted_are_not_those_of_a_new_one()
    {
        EndedJob ended = await SaveEndedAsync();
        byte[] log = await File.ReadAllBytesAsync(Log, Cancellation);
        await Store.ClearHistoryAsync(HistoryPart.Jobs, [ended], Cancellation);

        await File.WriteAllBytesAsync(Log, log, Cancellation);
        await Store.SaveAsync(new Job("nightly", "new", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);

        Assert.Equal(0, await Store.CountExecutionsAsync(new ExecutionQuery { JobId = "nightly" }, Cancellation));
    }

    [Fact]
    public async Task A_log_of_cleared_attempts_that_was_not_deleted_yet_is_ignored()
    {
        EndedJob ended = await SaveEndedAsync();
        JobStatistics before = await Store.GetStatisticsAsync("nightly", Cancellation);
        byte[] log = await File.ReadAllBytesAsync(Log, Cancellation);
        await Store.ClearHistoryAsync(HistoryPart.Attempts, [ended], Cancellation);

        await File.WriteAllBytesAsync(Log, log, Cancellation);

        Assert.Equal(0, await Store.CountExecutionsAsync(new ExecutionQuery { JobId = "nightly" }, Cancellation));
        Assert.Equal(before, await Store.GetStatisticsAsync("nightly", Cancellation));
        Assert.Equal(default, (await Store.ClearHistoryAsync(HistoryPart.Attempts, [ended], Cancellation)).Amount);
    }

    private async Task<EndedJob> SaveEndedAsync()
    {
        var job = new Job("nightly", "many", 1, Time.GetUtcNow()) { Status = JobStatus.Completed, CompletedAt = Time.GetUtcNow() };
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await Store.RecordExecutionsAsync([Attempt(1), Attempt(2)], Cancellation);
        return EndedJob.Of((await Store.LoadAsync("nightly", Cancellation))!)!;
    }

    private Execution Attempt(int number) => new(0, "nightly", 1, number, null, "text", 0, TimeSpan.FromSeconds(1), Time.GetUtcNow());
}
