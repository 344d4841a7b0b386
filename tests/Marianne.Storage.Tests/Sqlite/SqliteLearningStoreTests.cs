using Marianne.Learning;
using Marianne.Storage.Sqlite;
using Marianne.Storage.Tests.Conformance;
using Marianne.Testing;

namespace Marianne.Storage.Tests.Sqlite;

public sealed class SqliteLearningStoreTests : LearningStoreConformance
{
    private readonly TemporaryFolder _folder = new();

    protected override ILearningStore CreateStore() => new SqliteLearningStore(_folder["learning.db"], Time);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
