using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of folders that are removed, replaced or made read-only while a store is open.</summary>
public sealed class ReplacedFolderTests : JsonTestBase
{
    private string StorePath => Folder["jobs"];

    private JsonJobStore Jobs => field ??= new(StorePath, Time, Processes);

    [Fact]
    public async Task A_folder_that_is_removed_is_an_error()
    {
        Job job = await SaveNew();
        Directory.Delete(StorePath, recursive: true);

        await EachFails(MarianneError.StoreNotFound, job);
        Assert.False(Directory.Exists(StorePath));
    }

    [Fact]
    public async Task A_folder_that_is_replaced_is_an_error()
    {
        Job job = await SaveNew();
        Directory.Move(StorePath, StorePath + ".old");
        Directory.CreateDirectory(StorePath);

        await EachFails(MarianneError.StoreReplaced, job);
        Assert.Empty(Directory.GetFileSystemEntries(StorePath));
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_a_replaced_store()
    {
        Job job = await SaveNew();
        Directory.Move(StorePath, StorePath + ".old");
        await File.WriteAllTextAsync(StorePath, "a file", Cancellation);

        await EachFails(MarianneError.StoreReplaced, job);
        Assert.Equal("a file", await File.ReadAllTextAsync(StorePath, Cancellation));
    }

    [Fact]
    public async Task A_file_where_no_folder_was_is_not_a_store()
    {
        await File.WriteAllTextAsync(StorePath, "a file", Cancellation);

        await Fails(MarianneError.NotAStore, () => Jobs.LoadAsync("nightly", Cancellation).AsTask());
    }

    [Fact]
    public async Task Opening_the_store_again_accepts_the_folder_that_is_there_now()
    {
        await SaveNew();
        Directory.Move(StorePath, StorePath + ".old");
        await Jobs.OpenAsync(mustExist: false, Cancellation);

        Assert.Null(await Jobs.LoadAsync("nightly", Cancellation));
        await SaveNew();
        Assert.NotNull(await Jobs.LoadAsync("nightly", Cancellation));
    }

    [Fact]
    [Trait("Category", "Process")]
    public async Task A_read_only_folder_can_be_read_but_not_written()
    {
        Job job = await SaveNew();
        Assert.False(Jobs.IsReadOnly);
        using ReadOnlyDisk? disk = ReadOnlyDisk.Mount(StorePath);
        Assert.SkipWhen(disk is null, "A folder cannot be made read-only here.");

        IJobStore store = Jobs;
        await store.OpenAsync(mustExist: false, Cancellation);
        Assert.True(store.IsReadOnly);
        Assert.NotNull(await store.LoadAsync("nightly", Cancellation));
        await Fails(MarianneError.StoreReadOnly, () => store.SaveAsync(job, SaveMode.Overwrite, Cancellation).AsTask());
        await Fails(
            MarianneError.StoreReadOnly,
            () => store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Skip(), Cancellation).AsTask());
        await Fails(MarianneError.StoreReadOnly, () => store.DeleteAsync("nightly", Cancellation).AsTask());
    }

    private async Task<Job> SaveNew()
    {
        var job = new Job("nightly", "Nightly", 3, Time.GetUtcNow());
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        return job;
    }

    private async Task EachFails(MarianneError error, Job job)
    {
        await FailsNaming(StorePath, error, () => Jobs.SaveAsync(job, SaveMode.Overwrite, Cancellation).AsTask());
        await Fails(error, () => Jobs.LoadAsync("nightly", Cancellation).AsTask());
        await Fails(error, () => Jobs.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation).AsTask());
        await Fails(error, () => Jobs.DeleteAsync("nightly", Cancellation).AsTask());
        await Fails(
            error, () => Jobs.UpdateSheetAsync("nightly", 1, new SheetUpdate.Skip(), Cancellation).AsTask());
        await Fails(
            error, () => Jobs.AttachHistoryAsync("nightly", null, new MemoryStream([1]), Cancellation).AsTask());
    }
}
