using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Sqlite;
using Marianne.Storage.Tests.Json;
using Xunit;

namespace Marianne.Storage.Tests;

/// <summary>Tests that errors of the system are explained in our own words, and name a path once.</summary>
[Trait("Platform", "Unix")]
public sealed class StoreErrorTextTests : JsonTestBase
{
    [Fact]
    public async Task A_file_in_the_place_of_a_folder_is_named()
    {
        File.WriteAllText(Folder["file"], "");
        string why = $"'{Folder["file"]}' is a file, not a folder";

        Assert.Contains(why, await CreateSqlite(Folder["file/state.db"]), StringComparison.Ordinal);
        Assert.Contains(why, await CreateJson(Folder["file/jobs"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_new_files_is_explained()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no such folder here.");

        const string Why = "the system does not let it be created there";
        Assert.Contains(Why, await CreateSqlite("/proc/state.db"), StringComparison.Ordinal);
        Assert.Contains(Why, await CreateJson("/proc/jobs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_too_long_is_named_once()
    {
        string path = Folder[new string('x', 5000)];

        foreach (string message in new[] { await CreateSqlite(path), await CreateJson(path) })
        {
            Assert.Contains("the path, or a name in it, is too long", message, StringComparison.Ordinal);
            Assert.Equal(message.IndexOf(path, StringComparison.Ordinal), message.LastIndexOf(path, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_history_of_another_kind_names_no_types()
    {
        await Store.SaveAsync(new Job("j1", "One", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        File.WriteAllText(Folder["j1.history"], "{}\n");

        MarianneException error = await Fails(
            MarianneError.StoreCorrupt,
            () => Store.ListExecutionsAsync(new() { JobId = "j1" }, Cancellation).ToListAsync(Cancellation).AsTask());

        Assert.Contains("a line of it is not a recorded attempt", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error.Message, StringComparison.Ordinal);
    }

    private async Task<string> CreateSqlite(string path)
    {
        await using var store = new SqliteJobStore(path, Time, Processes);
        return await Create(store);
    }

    private async Task<string> CreateJson(string path)
    {
        await using var store = new JsonJobStore(path, Time, Processes);
        return await Create(store);
    }

    private static async Task<string> Create(IJobStore store) => (await Fails(
        MarianneError.StoreFailed, () => store.OpenAsync(mustExist: false, Cancellation).AsTask())).Message;
}
