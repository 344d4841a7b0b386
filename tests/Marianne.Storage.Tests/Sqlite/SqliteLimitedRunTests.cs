using Marianne.Learning;
using Marianne.Storage.Sqlite;
using Marianne.Storage.Tests.Conformance;

namespace Marianne.Storage.Tests.Sqlite;

public sealed class SqliteLimitedRunTests : LimitedRunTestBase
{
    protected override (string? ConnectionString, string Schema) Server => (null, "");

    protected override Task<ILearningStore> CreateStoreAsync() =>
        Task.FromResult<ILearningStore>(new SqliteLearningStore(Folder["learning.db"], TimeProvider.System));
}
