using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Tests.Conformance;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

public sealed class JsonClaimTests : ClaimStoreConformance
{
    private readonly TemporaryFolder _folder = new();

    protected override IJobStore CreateStore() => new JsonJobStore(_folder["jobs"], Time, Processes);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Workers_are_refused_in_words()
    {
        await SaveAsync();
        MarianneException error = await FailsAsync(MarianneError.InvalidParameter, ClaimSheetsAsync(NewWorker(200)));
        Assert.Contains("only one process at a time", error.Message, StringComparison.Ordinal);
        await FailsAsync(MarianneError.InvalidParameter, QueueAsync());

        async ValueTask<bool> QueueAsync()
        {
            await Claims.QueueAsync("nightly", 0, Cancellation);
            return true;
        }
    }
}
