using System.Text;
using Marianne.History;
using Marianne.Jobs;
using Marianne.Storage.Memory;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task A_job_and_each_of_its_sheets_can_have_a_history()
    {
        await SaveNew();
        await SaveNew("other");

        await Attach("of sheet 3", 3);
        await Attach("of the job");
        await Attach("of sheet 1", 1);
        await Attach("of the job again");

        Assert.Equal("of the job again", await Attached());
        Assert.Equal("of sheet 1", await Attached(1));
        Assert.Null(await Attached(2));
        Assert.Equal("of sheet 3", await Attached(3));
        Assert.Equal(
            [new(null, 16), new(1, 10), new(3, 10)],
            await Store.ListHistoriesAsync("nightly", Cancellation));
        Assert.Empty(await Store.ListHistoriesAsync("other", Cancellation));
    }

    [Fact]
    public async Task Detaching_a_history_keeps_the_others()
    {
        await SaveNew();
        await Attach("job");
        await Attach("sheet", 2);

        Assert.True(await Store.DetachHistoryAsync("nightly", 2, Cancellation));
        Assert.False(await Store.DetachHistoryAsync("nightly", 2, Cancellation));

        Assert.Null(await Attached(2));
        Assert.Equal("job", await Attached());
    }

    [Fact]
    public async Task An_attached_history_is_deleted_with_its_job()
    {
        await SaveNew();
        await SaveNew("other");
        await Attach("job");
        await Attach("sheet", 2);
        await Attach("other", id: "other");

        await Store.DeleteAsync("nightly", Cancellation);
        await SaveNew();

        Assert.Empty(await Store.ListHistoriesAsync("nightly", Cancellation));
        Assert.Null(await Attached());
        Assert.Null(await Attached(2));
        Assert.Equal("other", await Attached(id: "other"));
    }

    [Fact]
    public async Task An_attached_history_causes_no_conflict()
    {
        Job job = await SaveNew();
        DateTimeOffset before = job.UpdatedAt;
        await Attach("job");
        await Attach("sheet", 2);

        Assert.Equal(before, (await Load()).UpdatedAt);
        job.Description = "changed";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await UpdateSheet(2, StartHere);

        Assert.Equal("job", await Attached());
        Assert.Equal("sheet", await Attached(2));
        Assert.Equal(["nightly"], await ListIds());
    }

    [Fact]
    public async Task A_missing_history_is_null_and_a_missing_job_or_sheet_is_an_error()
    {
        using var content = new MemoryStream([1]);
        await Fails(MarianneError.JobNotFound, () => Store.AttachHistoryAsync("missing", null, content, Cancellation).AsTask());
        await Fails(MarianneError.JobNotFound, () => Store.OpenHistoryAsync("missing", null, Cancellation).AsTask());
        await Fails(MarianneError.JobNotFound, () => Store.DetachHistoryAsync("missing", 1, Cancellation).AsTask());
        await Fails(MarianneError.JobNotFound, () => Store.ListHistoriesAsync("missing", Cancellation).AsTask());

        await SaveNew();
        Assert.Null(await Attached());
        foreach (int number in (int[])[0, -1, 4])
        {
            await Fails(
                MarianneError.SheetOutOfRange, () => Store.AttachHistoryAsync("nightly", number, content, Cancellation).AsTask());
            await Fails(MarianneError.SheetOutOfRange, () => Store.OpenHistoryAsync("nightly", number, Cancellation).AsTask());
            await Fails(MarianneError.SheetOutOfRange, () => Store.DetachHistoryAsync("nightly", number, Cancellation).AsTask());
        }
    }

    [Fact]
    public async Task A_large_content_is_returned_byte_for_byte_and_replaced_by_a_small_one()
    {
        await SaveNew();
        byte[] large = new byte[1_000_003];
        new Random(1).NextBytes(large);
        using (var content = new MemoryStream(large))
            await Store.AttachHistoryAsync("nightly", 1, content, Cancellation);

        Assert.Equal(large, await AttachedBytes(1));
        await Attach("", 1);
        Assert.Equal("", await Attached(1));
    }

    [Fact]
    public async Task An_opened_history_is_read_as_it_was_when_it_was_opened()
    {
        await SaveNew();
        await Attach("before");
        Stream? opened = await Store.OpenHistoryAsync("nightly", null, Cancellation);
        Assert.NotNull(opened);
        await Attach("after!");

        Assert.Equal("before", Encoding.UTF8.GetString(await ReadAll(opened)));
    }

    [Fact]
    public async Task An_execution_history_is_attached_and_loaded_again()
    {
        await SaveNew();
        var history = new ExecutionHistory("orders");
        history.Update(history.Add("validate").Id, new StepUpdate { Status = StepStatus.Completed, Arc = "ok" });
        history.Add("charge");

        await new AttachedHistories(Store).SaveAsync("nightly", 2, history, Cancellation);
        ExecutionHistory? read = await new AttachedHistories(Store).LoadAsync("nightly", 2, null, Cancellation);

        Assert.Equal(history.ExecutionId, read?.ExecutionId);
        Assert.Equal(["validate", "charge"], read!.Steps().Select(step => step.StateName));
        Assert.Null(await new AttachedHistories(Store).LoadAsync("nightly", 1, null, Cancellation));

        await Attach("{}", 1);
        MarianneException error = await Fails(
            MarianneError.InvalidHistory,
            () => new AttachedHistories(Store).LoadAsync("nightly", 1, null, Cancellation).AsTask());
        Assert.Contains("sheet 1 of the job 'nightly'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_ends_gets_its_history_in_the_same_step()
    {
        await SaveNew(sheets: 1);
        await UpdateSheet(1, StartHere);
        SheetUpdateResult done = await UpdateSheet(1, Complete with { LeavesJobRunning = true });
        Assert.Equal((JobStatus.Running, SheetStatus.Completed), (done.Job.Status, done.Sheet.Status));
        Assert.Equal(JobStatus.Running, (await Load()).Status);
        var end = new JobUpdate.Complete { At = Start.AddTicks(15), History = ["done"u8.ToArray(), "!"u8.ToArray()] };
        Time.Advance(TimeSpan.FromSeconds(1));

        await Store.UpdateAsync("nightly", end, Cancellation);

        Assert.Equal((JobStatus.Completed, Start.AddTicks(10)), ((await Load()).Status, (await Load()).CompletedAt));
        Assert.Equal("done!", await Attached());
        await Fails(
            MarianneError.InvalidTransition,
            () => Store.UpdateAsync("nightly", end with { History = ["again"u8.ToArray()] }, Cancellation).AsTask());
        await Store.UpdateAsync("nightly", new JobUpdate.Recover { History = ["again"u8.ToArray()] }, Cancellation);
        Assert.Equal("done!", await Attached());
    }

    [Fact]
    public async Task A_copy_of_a_job_includes_its_histories()
    {
        Job job = await SaveNew();
        await Attach("job");
        await Attach("sheet", 2);
        await using var destination = new MemoryJobStore(Time, Processes);

        await JobCopier.CopyAsync("nightly", Store, destination, replace: false, Cancellation).LastAsync(Cancellation);

        Assert.Equal([new(null, 3), new(2, 5)], await destination.ListHistoriesAsync("nightly", Cancellation));

        await Attach("sheet, changed", 2);
        await JobCopier.CopyAsync("nightly", Store, destination, replace: true, Cancellation).LastAsync(Cancellation);
        Stream? copied = await destination.OpenHistoryAsync("nightly", 2, Cancellation);
        Assert.Equal("sheet, changed", Encoding.UTF8.GetString(await ReadAll(copied!)));
        Assert.Equal(job.UpdatedAt, (await destination.LoadAsync("nightly", Cancellation))!.UpdatedAt);
    }

    protected async Task Attach(string content, int? sheetNumber = null, string id = "nightly")
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(content));
        await Store.AttachHistoryAsync(id, sheetNumber, stream, Cancellation);
    }

    protected async Task<string?> Attached(int? sheetNumber = null, string id = "nightly") =>
        await AttachedBytes(sheetNumber, id) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private async Task<byte[]?> AttachedBytes(int? sheetNumber, string id = "nightly") =>
        await Store.OpenHistoryAsync(id, sheetNumber, Cancellation) is { } stream ? await ReadAll(stream) : null;

    private static async Task<byte[]> ReadAll(Stream stream)
    {
        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, Cancellation);
            return bytes.ToArray();
        }
    }
}
