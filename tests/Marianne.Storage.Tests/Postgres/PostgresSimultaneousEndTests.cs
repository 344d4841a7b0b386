using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Storage.Tests.Conformance;

namespace Marianne.Storage.Tests.Postgres;

public sealed class PostgresSimultaneousEndTests : SimultaneousEndTestBase
{
    private PostgresTestSchema? _schema;

    protected override async Task<IJobStore> OpenAsync(IProcessList processes)
    {
        _schema ??= await PostgresTestSchema.CreateAsync();
        return new PostgresJobStore(_schema.Database(), TimeProvider.System, processes);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_schema is not null)
            await _schema.DisposeAsync();
    }
}
