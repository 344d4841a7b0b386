namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of claims through PgBouncer in transaction mode, where a store has no connection of its own.</summary>
public sealed class PgBouncerClaimTests : PostgresClaimTests
{
    private protected override Task<PostgresTestSchema> CreateSchemaAsync() => PostgresTestSchema.CreatePooledAsync();
}
