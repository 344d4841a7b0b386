using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Storage.Relational;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of what a store does after an error of the server.</summary>
public sealed class PostgresRetryTests : PostgresTestBase
{
    [Theory]
    [InlineData("40001")] // A serialization failure.
    [InlineData("40P01")] // A deadlock.
    [InlineData("55P03")] // A lock that was not available in time.
    [InlineData("57P01")] // The server stops,
    [InlineData("57P02")] // or has crashed,
    [InlineData("57P03")] // or starts.
    [InlineData("08006")] // The connection is gone.
    [InlineData("25006")] // The primary has become a standby.
    [InlineData("53300")] // Too many connections.
    [InlineData("0A000")] // The tables changed since the statement was prepared.
    [InlineData("26000")] // The connection does not know the statement,
    [InlineData("42P05")] // or knows another one of its name.
    public async Task The_whole_transaction_is_repeated_after(string state)
    {
        PostgresDatabase database = Keep(Schema.Database());
        await database.OpenAsync(mustExist: false, Cancellation);
        int calls = 0;

        int result = await database.WriteAsync(Write, Cancellation);

        Assert.Equal(2, result);
        Assert.Equal(2, await Schema.Scalar("SELECT sum(sheet_num)::integer FROM main.execution_history"));

        async ValueTask<int> Write(SqlSession session)
        {
            calls++;
            await session.ExecuteAsync("INSERT INTO main.jobs (id, name, status, total_sheets, last_completed_sheet, "
                + "total_retry_count, rate_limit_waits, created_at, updated_at) VALUES ('a', 'a', 'pending', 1, 0, 0, 0, now(), now())");
            await session.ExecuteAsync("INSERT INTO main.execution_history (job_id, sheet_num, attempt_num, executed_at) "
                + "VALUES ('a', @1, 1, now())", calls);
            if (calls == 1)
                await Raise(session, state);
            return calls;
        }
    }

    [Fact]
    public async Task A_changed_plan_is_prepared_again_only_once()
    {
        PostgresDatabase database = Keep(Schema.Database());
        await database.OpenAsync(mustExist: false, Cancellation);

        MarianneException error = await Fails(
            MarianneError.StoreFailed, () => database.WriteAsync(session => Raise(session, "0A000"), Cancellation).AsTask());

        Assert.Contains("0A000", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("40001", MarianneError.StoreBusy)]
    [InlineData("57P03", MarianneError.StoreBusy)]
    [InlineData("25006", MarianneError.StoreReadOnly)]
    [InlineData("53300", MarianneError.StoreBusy)]
    [InlineData("53100", MarianneError.StoreFull)]
    [InlineData("42501", MarianneError.StoreAccessDenied)]
    [InlineData("42P01", MarianneError.StoreNotFound)]
    [InlineData("22012", MarianneError.StoreFailed)]
    public async Task An_error_that_stays_is_reported_in_words(string state, MarianneError expected)
    {
        PostgresDatabase database = Keep(new PostgresDatabase(Schema.Options, Schema.Warnings.Add) { Patience = TimeSpan.Zero });
        await database.OpenAsync(mustExist: false, Cancellation);

        MarianneException error = await Fails(
            expected, () => database.WriteAsync(session => Raise(session, state), Cancellation).AsTask());

        Assert.Contains(Schema.Options.Target.Host, error.Message, StringComparison.Ordinal);
        Assert.Contains($"port {Schema.Options.Target.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_continues_after_the_server_has_ended_all_its_connections()
    {
        IJobStore store = Open();
        await store.SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);

        PostgresDatabase database = Keep(Schema.Database());
        bool isFirst = true;
        await database.ReadAsync(Read, 0, Cancellation);
        Job? job = await store.LoadAsync("nightly", Cancellation);

        Assert.NotNull(job);

        async ValueTask<int> Read(SqlSession session)
        {
            if (isFirst)
            {
                isFirst = false;
                await session.ScalarAsync("SELECT pg_terminate_backend(pg_backend_pid())");
            }

            return 1;
        }
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        IJobStore store = Open();
        await store.DisposeAsync();

        await Fails(MarianneError.StoreClosed, () => store.LoadAsync("nightly", Cancellation).AsTask());
    }

    private static async ValueTask<int> Raise(SqlSession session, string state) =>
        await session.ExecuteAsync($"DO $$ BEGIN RAISE EXCEPTION 'injected' USING ERRCODE = '{state}'; END $$");
}
