using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of paths that lead to a link without a target, or to something that is not a file.</summary>
[Trait("Platform", "Unix")]
public sealed class OddPathTests : SqliteTestBase
{
    [Fact]
    public async Task A_link_without_a_target_is_no_store_if_it_must_exist()
    {
        File.CreateSymbolicLink(StatePath, "nowhere.db");

        await Fails(MarianneError.StoreNotFound, () => Open().OpenAsync(mustExist: true, Cancellation).AsTask());

        Assert.False(File.Exists(Folder["nowhere.db"]));
    }

    [Fact]
    public async Task The_target_of_a_link_is_created()
    {
        File.CreateSymbolicLink(StatePath, "nowhere.db");
        IJobStore store = Open();

        await store.OpenAsync(mustExist: false, Cancellation);
        await SaveNew(store);

        Assert.NotNull(new FileInfo(StatePath).LinkTarget);
        Assert.Equal("Name of nightly", (await Load(Open(Folder["nowhere.db"]))).Name);
    }

    [Fact]
    public async Task The_folder_of_the_target_of_a_link_is_not_created()
    {
        string target = Path.Combine(Folder["none"], "nowhere.db");
        File.CreateSymbolicLink(StatePath, target);

        MarianneException error = await Fails(
            MarianneError.StoreFailed, () => Open().OpenAsync(mustExist: false, Cancellation).AsTask());

        Assert.Contains(target, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder["none"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_to_itself_is_not_a_store(bool mustExist)
    {
        File.CreateSymbolicLink(StatePath, "state.db");

        MarianneException error = await Fails(
            MarianneError.NotAStore, () => Open().OpenAsync(mustExist, Cancellation).AsTask());

        Assert.Contains("it is a link that leads to itself", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/zero")]
    public Task A_device_is_not_a_store(string path) => IsNotAFile(path);

    [Fact]
    public Task A_pipe_is_not_a_store()
    {
        Assert.SkipUnless(TinyDisk.Run("mkfifo", StatePath), "A pipe cannot be created here.");
        return IsNotAFile(StatePath);
    }

    [Fact]
    public Task A_link_to_a_device_is_not_a_store()
    {
        File.CreateSymbolicLink(StatePath, "/dev/zero");
        return IsNotAFile(StatePath);
    }

    private async Task IsNotAFile(string path)
    {
        IJobStore store = Open(path);
        await IsRejected(() => store.OpenAsync(mustExist: false, Cancellation).AsTask());
        await IsRejected(() => store.OpenAsync(mustExist: true, Cancellation).AsTask());
        await IsRejected(() => store.CountAsync(JobQuery.All, Cancellation).AsTask());
        await IsRejected(() => SaveNew(store));
        await IsRejected(() => new StoreRepairer(Time, Processes).CheckAsync(path, Cancellation).AsTask());

        async Task IsRejected(Func<Task> use)
        {
            MarianneException error = await Fails(MarianneError.NotAStore, use);
            Assert.Contains("it is not a regular file", error.Message, StringComparison.Ordinal);
        }
    }
}
