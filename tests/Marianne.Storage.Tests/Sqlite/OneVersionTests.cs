using Marianne.Storage.Relational;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of reads of several statements, while another process writes.</summary>
public sealed class OneVersionTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;

    public OneVersionTests() => _database = new SqliteDatabase(_folder["state.db"], new JobSchema(), TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _database.WriteAsync(
        session =>
        {
            session.Execute("CREATE TABLE added (value INTEGER)");
            return true;
        },
        Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_statements_of_a_read_see_the_same_version_and_the_next_read_the_new_one()
    {
        Assert.Equal((0L, 0L), await ReadTwiceAsync(Add));
        Assert.Equal((1L, 1L), await ReadTwiceAsync(Add));
    }

    [Fact]
    public async Task The_statements_of_a_read_of_learning_see_the_same_version()
    {
        Assert.Equal((0L, 0L), await ReadAsync());
        Assert.Equal((1L, 1L), await ReadAsync());

        ValueTask<(long First, long Second)> ReadAsync() => _database.ReadAsync(
            (SqliteSession session) =>
            {
                long first = Count(session);
                Add();
                return (first, Count(session));
            },
            (-1L, -1L),
            Cancellation);

        static long Count(SqliteSession session) => (long)session.Scalar("SELECT count(*) FROM added")!;
    }

    [Fact]
    public async Task A_read_that_fails_leaves_no_transaction_open()
    {
        await StoreAssert.Fails(MarianneError.JobNotFound, () => ReadTwiceAsync(() => throw Marianne.Jobs.JobErrors.NotFound("x")));

        Add();
        Assert.Equal((1L, 1L), await ReadTwiceAsync(() => { }));
        Assert.Equal(1, await _database.WriteAsync(session => session.Run("INSERT INTO added VALUES (2)"), Cancellation));
    }

    private async Task<(long First, long Second)> ReadTwiceAsync(Action between) => await _database.ReadAsync(
        async (SqlSession session) =>
        {
            long first = await CountAsync(session);
            between();
            return (first, await CountAsync(session));
        },
        (-1L, -1L),
        Cancellation);

    private static async ValueTask<long> CountAsync(SqlSession session) => (long)(await session.ScalarAsync("SELECT count(*) FROM added"))!;

    private void Add()
    {
        using var other = new PlainSqlite(_folder["state.db"]);
        other.Execute("INSERT INTO added VALUES (1)");
    }
}
