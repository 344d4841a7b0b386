namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of learning stores through PgBouncer in transaction mode, where a store has no connection of its own.</summary>
public sealed class PgBouncerLearningStoreTests : PostgresLearningStoreTests
{
    private protected override Task<PostgresTestSchema> CreateSchemaAsync() => PostgresTestSchema.CreatePooledAsync();
}
