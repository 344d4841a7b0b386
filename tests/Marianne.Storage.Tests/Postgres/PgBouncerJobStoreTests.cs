namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of job stores through PgBouncer in transaction mode, where a store has no connection of its own.</summary>
public sealed class PgBouncerJobStoreTests : PostgresJobStoreTests
{
    private protected override Task<PostgresTestSchema> CreateSchemaAsync() => PostgresTestSchema.CreatePooledAsync();
}
