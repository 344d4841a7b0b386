using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of a store on a full disk.</summary>
public sealed class JsonFullDiskTests : JsonTestBase
{
    [Fact]
    public async Task A_failed_save_leaves_only_the_lock_and_the_other_jobs_are_intact()
    {
        using TinyDisk? disk = TinyDisk.Mount(Folder["disk"]);
        Assert.SkipWhen(disk is null, "A small file system can only be mounted by root on Linux.");
        string folder = Folder[Path.Combine("disk", "jobs")];
        var store = new JsonJobStore(folder, Time, Processes);
        await store.SaveAsync(new Job("a", "A", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        Fill(Folder[Path.Combine("disk", "filler")]);

        var job = new Job("b", "B", 1, Time.GetUtcNow()) { Description = "kept in a companion" };
        await Fails(MarianneError.StoreFull, () => store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation).AsTask());

        Assert.Equal(
            ["a.json", "a.lock", "b.lock"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order());
        Assert.NotNull(await store.LoadAsync("a", Cancellation));
        Assert.True(await store.DeleteAsync("a", Cancellation));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failed_copy_leaves_nothing_and_the_job_that_it_would_replace_is_complete(bool replaces)
    {
        using TinyDisk? disk = TinyDisk.Mount(Folder["disk"]);
        Assert.SkipWhen(disk is null, "A small file system can only be mounted by root on Linux.");
        string folder = Folder[Path.Combine("disk", "jobs")];
        var store = new JsonJobStore(folder, Time, Processes);
        if (replaces)
            await store.SaveAsync(new Job("a", "old", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);

        await using IJobImport import = await store.BeginImportAsync(
            new Job("a", "new", 1, Time.GetUtcNow()), replaces, Cancellation);
        await import.AddExecutionsAsync(
            [new Execution(0, "a", 1, 1, null, new string('x', 2_000_000), 0, null, Time.GetUtcNow())], Cancellation);
        await Fails(MarianneError.StoreFull, () => import.CommitAsync(Cancellation).AsTask());

        Assert.Equal(
            replaces ? ["a.json", "a.lock"] : ["a.lock"],
            Directory.GetFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!).Order());
        Assert.Equal(replaces ? "old" : null, (await store.LoadAsync("a", Cancellation))?.Name);
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 });
        byte[] block = new byte[4096];
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            Assert.NotEqual(0, file.Length); // The disk is full.
        }
    }
}
