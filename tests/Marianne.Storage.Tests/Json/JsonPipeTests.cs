using Marianne.Jobs;
using Marianne.Stores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of folders with pipes and devices in place of files. To open one of them would wait, or read, without end.</summary>
public sealed class JsonPipeTests : JsonTestBase
{
    private const string Why = "it is a pipe or a device, not a regular file";

    private StoreRepairer Repairer => field ??= new(Time, Processes);

    [Theory]
    [InlineData(".json")]
    [InlineData(".about")]
    [InlineData(".runner")]
    [InlineData(".sheets")]
    public async Task A_listing_reports_a_pipe_and_lists_the_other_jobs(string extension)
    {
        await SaveJobs();
        ReplaceByPipe(Folder["bad" + extension]);

        var errors = new List<MarianneException>();
        List<Job> jobs = await Store.ListAsync(new JobQuery { OnDamage = errors.Add }, Cancellation).ToListAsync(Cancellation);

        Assert.Equal("good", Assert.Single(jobs).Id);
        MarianneException error = Assert.Single(errors);
        Assert.Equal((MarianneError.StoreCorrupt, Folder["bad" + extension]), (error.Error, $"{error.Target}"));
        Assert.Contains(Why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_to_a_device_is_a_damaged_file()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "There is no such device.");
        File.CreateSymbolicLink(Folder["bad.json"], "/dev/zero");

        await Fails(() => Store.LoadAsync("bad", Cancellation).AsTask(), Folder["bad.json"]);
    }

    [Fact]
    public async Task A_pipe_is_neither_a_log_nor_a_history_nor_a_lock()
    {
        await SaveJobs();
        Job job = (await Store.LoadAsync("bad", Cancellation))!;
        ReplaceByPipe(Folder["bad.history"]);
        ReplaceByPipe(Path.Combine(Folder["bad.steps"], "job"));
        ReplaceByPipe(Folder["good.lock"]);

        await Fails(
            () => Store.CountExecutionsAsync(new ExecutionQuery { JobId = "bad" }, Cancellation).AsTask(), Folder["bad.history"]);
        await Fails(() => Store.RecordExecutionsAsync([Attempt(job.Id)], Cancellation).AsTask(), Folder["bad.history"]);
        await Fails(() => Store.ListHistoriesAsync("bad", Cancellation).AsTask(), Path.Combine(Folder["bad.steps"], "job"));
        await Fails(() => Store.DeleteAsync("good", Cancellation).AsTask(), Folder["good.lock"]);
    }

    [Fact]
    public async Task A_repair_reports_pipes_and_copies_the_rest()
    {
        await SaveJobs();
        ReplaceByPipe(Folder["bad.history"]);
        ReplaceByPipe(Path.Combine(Folder["bad.steps"], "job"));
        ReplaceByPipe(Folder["none.json"]);

        using var target = new TemporaryFolder();
        StoreReport report = await Repairer.CopyAsync(
            Folder.Path, new StoreLocation(StoreKind.Json, target["copy"]), Cancellation);

        Assert.Equal(2, report.Copied);
        Assert.Equal(
            [Folder["bad.history"], Path.Combine(Folder["bad.steps"], "job"), Folder["none.json"]],
            report.Lost.Select(damage => damage.Where));
        Assert.All(report.Lost, damage => Assert.Contains(Why, damage.Problem, StringComparison.Ordinal));
    }

    private static async Task Fails(Func<Task> use, string path)
    {
        MarianneException error = await Assert.ThrowsAsync<MarianneException>(use);
        Assert.Equal((MarianneError.StoreCorrupt, path), (error.Error, $"{error.Target}"));
        Assert.Contains(Why, error.Message, StringComparison.Ordinal);
    }

    private static void ReplaceByPipe(string path)
    {
        File.Delete(path);
        Assert.SkipUnless(TinyDisk.Run("mkfifo", path), "A pipe cannot be created here.");
    }

    private async Task SaveJobs()
    {
        await Store.SaveAsync(Samples.FullJob("bad", Processes.Current, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await Store.SaveAsync(new Job("good", "Good", 2, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await Store.RecordExecutionsAsync([Attempt("bad")], Cancellation);
        await Store.AttachHistoryAsync("bad", null, new MemoryStream([1, 2, 3]), Cancellation);
    }

    private Execution Attempt(string id) => new(0, id, 1, 1, "prompt", "output", 0, null, Time.GetUtcNow());
}
