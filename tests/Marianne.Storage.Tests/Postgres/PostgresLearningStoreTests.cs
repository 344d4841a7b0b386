using Marianne.Learning;
using Marianne.Storage.Postgres;
using Marianne.Storage.Tests.Conformance;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of learning stores on a PostgreSQL server.</summary>
public sealed class PostgresLearningStoreTests : LearningStoreConformance
{
    private PostgresTestSchema? _schema;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _schema = await PostgresTestSchema.CreateAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_schema is not null)
            await _schema.DisposeAsync();
    }

    protected override ILearningStore CreateStore() => new PostgresLearningStore(_schema!.Database(), Time);
}
