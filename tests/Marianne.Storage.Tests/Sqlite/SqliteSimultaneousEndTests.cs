using Marianne.Jobs;
using Marianne.Storage.Sqlite;
using Marianne.Storage.Tests.Conformance;
using Marianne.Testing;

namespace Marianne.Storage.Tests.Sqlite;

public sealed class SqliteSimultaneousEndTests : SimultaneousEndTestBase
{
    private readonly TemporaryFolder _folder = new();

    protected override Task<IJobStore> OpenAsync(IProcessList processes) =>
        Task.FromResult<IJobStore>(new SqliteJobStore(_folder["state.db"], TimeProvider.System, processes));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
