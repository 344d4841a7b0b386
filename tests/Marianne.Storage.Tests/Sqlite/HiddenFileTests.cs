using Marianne.Jobs;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of files in a folder that this account may not enter: they do not look as if they did not exist.</summary>
[Trait("Platform", "Unix")]
public sealed class HiddenFileTests : SqliteTestBase
{
    private readonly string _home;

    public HiddenFileTests()
    {
        _home = Directory.CreateDirectory(Folder["home"]).FullName;
    }

    private string Hidden => Path.Combine(_home, "state.db");

    [Fact]
    public async Task A_job_store_is_an_error_that_says_that_access_is_denied()
    {
        await using (IJobStore writer = CreateStore(Hidden))
            await SaveNew(writer);

        await using IJobStore store = CreateStore(Hidden);
        await IsDenied(() => store.OpenAsync(mustExist: false, Cancellation).AsTask());
        await IsDenied(() => store.OpenAsync(mustExist: true, Cancellation).AsTask());
        await IsDenied(() => store.LoadAsync("nightly", Cancellation).AsTask());
        await IsDenied(() => store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation).AsTask());
        await IsDenied(() => store.CountAsync(JobQuery.All, Cancellation).AsTask());
        await IsDenied(() => store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Skip(), Cancellation).AsTask());
        await IsDenied(() => store.DeleteAsync("nightly", Cancellation).AsTask());
        await IsDenied(() => SaveNew(store, "new"));
    }

    [Fact]
    public async Task An_open_job_store_reports_that_access_was_withdrawn()
    {
        await using IJobStore store = CreateStore(Hidden);
        await SaveNew(store);

        await IsDenied(() => store.LoadAsync("nightly", Cancellation).AsTask());
        Assert.NotNull(await store.LoadAsync("nightly", Cancellation));
    }

    [Fact]
    public async Task A_file_that_does_not_exist_is_denied_too_because_nobody_can_tell()
    {
        await using IJobStore store = CreateStore(Hidden);
        await IsDenied(() => store.OpenAsync(mustExist: true, Cancellation).AsTask());
        Assert.False(store.IsReadOnly);
    }

    [Fact]
    public async Task A_learning_store_is_an_error_that_says_that_access_is_denied()
    {
        await using (var writer = new SqliteLearningStore(Hidden, Time))
            await writer.OpenAsync(mustExist: false, Cancellation);

        await using var store = new SqliteLearningStore(Hidden, Time);
        await IsDenied(() => store.OpenAsync(mustExist: true, Cancellation).AsTask());
        await IsDenied(() => store.CountRecoveriesAsync(new(), Cancellation).AsTask());
        await IsDenied(() => store.RecordRecoveriesAsync(
            [new() { ErrorCode = "E101", ActualWait = TimeSpan.FromSeconds(5), Recovered = true }], Cancellation).AsTask());
    }

    private Task IsDenied(Func<Task> action) => IsDeniedIn(_home, Hidden, action);
}
