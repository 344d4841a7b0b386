using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Storage.Tests.Conformance;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of claims on a PostgreSQL server.</summary>
public class PostgresClaimTests : SharedClaimConformance
{
    private PostgresTestSchema? _schema;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _schema = await CreateSchemaAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        if (_schema is not null)
            await _schema.DisposeAsync();
    }

    private protected virtual Task<PostgresTestSchema> CreateSchemaAsync() => PostgresTestSchema.CreateAsync();

    protected override IJobStore CreateStore() => new PostgresJobStore(_schema!.Database(), Time, Processes);
}
