using Marianne.Jobs;
using Marianne.Storage.Json;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of a folder that this account may not enter: it does not look as if it had no jobs.</summary>
[Trait("Platform", "Unix")]
public sealed class HiddenFolderTests : JsonTestBase
{
    private string Jobs => Folder["jobs"];

    [Fact]
    public async Task Each_operation_is_an_error_that_says_that_access_is_denied()
    {
        var store = new JsonJobStore(Jobs, Time, Processes);
        await store.SaveAsync(NewJob("nightly"), SaveMode.IfUnchanged, Cancellation);

        await IsDenied(() => store.OpenAsync(mustExist: false, Cancellation).AsTask());
        await IsDenied(() => store.LoadAsync("nightly", Cancellation).AsTask());
        await IsDenied(() => store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation).AsTask());
        await IsDenied(() => store.CountAsync(JobQuery.All, Cancellation).AsTask());
        await IsDenied(() => store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Skip(), Cancellation).AsTask());
        await IsDenied(() => store.DeleteAsync("nightly", Cancellation).AsTask());
        await IsDenied(() => store.SaveAsync(NewJob("new"), SaveMode.IfUnchanged, Cancellation).AsTask());
    }

    [Fact]
    public async Task A_folder_in_a_hidden_folder_is_denied_too()
    {
        string inner = Path.Combine(Jobs, "inner");
        var store = new JsonJobStore(inner, Time, Processes);
        await store.SaveAsync(NewJob("nightly"), SaveMode.IfUnchanged, Cancellation);

        await IsDeniedIn(Jobs, inner, () => store.LoadAsync("nightly", Cancellation).AsTask());
    }

    private Job NewJob(string id) => new(id, id, 1, Time.GetUtcNow());

    private Task IsDenied(Func<Task> action) => IsDeniedIn(Jobs, Jobs, action);
}
