using Marianne.Learning;
using Marianne.Storage.Postgres;
using Marianne.Storage.Tests.Conformance;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

public sealed class PostgresLimitedRunTests : LimitedRunTestBase, IAsyncLifetime
{
    private PostgresTestSchema? _schema;

    public async ValueTask InitializeAsync() => _schema = await PostgresTestSchema.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        if (_schema is not null)
            await _schema.DisposeAsync();
        Dispose();
    }

    protected override (string? ConnectionString, string Schema) Server => (_schema!.ConnectionString, _schema.Name);

    protected override Task<ILearningStore> CreateStoreAsync() =>
        Task.FromResult<ILearningStore>(new PostgresLearningStore(_schema!.Database(), TimeProvider.System));
}
