using Marianne.Jobs;
using Marianne.Storage.Sqlite;
using Marianne.Storage.Tests.Conformance;
using Marianne.Testing;

namespace Marianne.Storage.Tests.Sqlite;

public sealed class SqliteClaimTests : SharedClaimConformance
{
    private readonly TemporaryFolder _folder = new();

    protected override IJobStore CreateStore() => new SqliteJobStore(_folder["state.db"], Time, Processes);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
