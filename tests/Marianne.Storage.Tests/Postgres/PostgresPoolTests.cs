using Marianne.Storage.Postgres;
using Marianne.Storage.Relational;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of which connections prepare statements.</summary>
public sealed class PostgresPoolTests
{
    private const string Prepared = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%execution_history%'";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statements_are_prepared_on_a_connection_to_the_server()
    {
        await using PostgresTestSchema schema = await PostgresTestSchema.CreateAsync();
        await using PostgresDatabase database = await OpenAsync(schema);

        Assert.Equal(1L, await CountAsync(database));
    }

    [Fact]
    public async Task Nothing_is_prepared_through_a_pool()
    {
        await using PostgresTestSchema schema = await PostgresTestSchema.CreatePooledAsync();
        await using PostgresDatabase database = await OpenAsync(schema);

        Assert.Equal(0L, await CountAsync(database));
    }

    [Fact]
    public async Task Nothing_is_prepared_if_the_connection_string_forbids_it()
    {
        await using PostgresTestSchema schema = await PostgresTestSchema.CreateAsync();
        await using PostgresDatabase database = await OpenAsync(schema, "Max Auto Prepare=0");

        Assert.Equal(0L, await CountAsync(database));
    }

    [Fact]
    public async Task A_connection_that_has_lost_its_statements_is_replaced_by_one_that_prepares_none()
    {
        await using PostgresTestSchema schema = await PostgresTestSchema.CreateAsync();
        await using PostgresDatabase database = await OpenAsync(schema);
        await database.ReadAsync(session => session.ExecuteAsync("DEALLOCATE ALL"), 0, Cancellation);

        for (int use = 0; use < 3; use++)
            Assert.Equal(0L, await database.ReadAsync(UseAsync, null, Cancellation));

        Assert.Equal(0L, await CountAsync(database));
    }

    [Fact]
    public async Task A_statement_is_prepared_once_for_each_set_of_parameters_that_are_null()
    {
        await using PostgresTestSchema schema = await PostgresTestSchema.CreateAsync();
        await using PostgresDatabase database = await OpenAsync(schema);
        for (int use = 0; use < 6; use++)
        {
            int? value = use % 2 == 0 ? use : null;
            object? found = await database.ReadAsync(
                session => session.ScalarAsync("SELECT coalesce(@1, -1) + CAST(@2 AS integer) + @3", value, null, 1), null, Cancellation);
            Assert.Null(found);
        }

        Assert.Equal(2L, await database.ReadAsync(
            session => session.ScalarAsync("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT coalesce(%'"),
            null,
            Cancellation));
    }

    /// <summary>Opens a database with a connection that no other test has, and uses a statement on it.</summary>
    private static async Task<PostgresDatabase> OpenAsync(PostgresTestSchema schema, string more = "")
    {
        string own = $"{schema.ConnectionStringWith("Application Name", schema.Name)};{more}";
        var database = new PostgresDatabase(PostgresOptions.Of(new(own, schema: schema.Name)), schema.Warnings.Add);
        await database.OpenAsync(mustExist: false, Cancellation);
        for (int use = 0; use < 3; use++)
            Assert.Equal(0L, await database.ReadAsync(UseAsync, null, Cancellation));
        return database;
    }

    private static ValueTask<object?> UseAsync(SqlSession session) =>
        session.ScalarAsync("SELECT count(*) FROM main.execution_history WHERE sheet_num = @1", 1);

    private static async Task<object?> CountAsync(PostgresDatabase database) =>
        await database.ReadAsync(session => session.ScalarAsync(Prepared), null, Cancellation);
}
