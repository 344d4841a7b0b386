using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Testing;
using Npgsql;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of claims of queued jobs while another transaction has locked one of them.</summary>
public sealed class PostgresQueueTests : PostgresTestBase
{
    private readonly FakeProcessList _processes = new();

    [Fact]
    public async Task A_worker_does_not_wait_for_a_job_if_there_is_another_of_its_priority()
    {
        IJobStore store = await CreateAsync(("first", 0), ("second", 0));
        await using NpgsqlConnection connection = await Schema.OpenAsync();
        await using NpgsqlTransaction transaction = await LockAsync(connection, "first");

        GrantedClaim claim = Assert.Single(await ClaimAsync(store));

        Assert.Equal("second", claim.JobId);
    }

    [Fact]
    public async Task A_worker_waits_for_a_job_of_a_higher_priority()
    {
        IJobStore store = await CreateAsync(("urgent", 5), ("other", 0));
        await using NpgsqlConnection connection = await Schema.OpenAsync();
        await using NpgsqlTransaction transaction = await LockAsync(connection, "urgent");

        Task<IReadOnlyList<GrantedClaim>> claiming = ClaimAsync(store);
        await WaitForLockAsync(connection);
        await transaction.CommitAsync(Cancellation);

        Assert.Equal("urgent", Assert.Single(await claiming).JobId);
    }

    [Fact]
    public async Task A_claim_that_another_worker_takes_while_a_job_is_waited_for_is_not_taken_over()
    {
        IJobStore store = await CreateAsync(("only", 0));
        await using NpgsqlConnection connection = await Schema.OpenAsync();
        await using NpgsqlTransaction transaction = await LockAsync(connection, "only");

        Task<IReadOnlyList<GrantedClaim>> claiming = ClaimAsync(store);
        await WaitForLockAsync(connection);
        await ExecuteAsync(
            connection,
            """
            INSERT INTO main.marianne_claims (job_id, sheet_num, token, takeovers, worker_id, ends_at, lease, boot_id)
            VALUES ('only', 1, 7, 0, 'another', CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint) + 30000000, 30000000, '')
            """);
        await transaction.CommitAsync(Cancellation);

        Assert.Equal(2, Assert.Single(await claiming).SheetNumber);
    }

    [Fact]
    public async Task A_job_without_work_is_not_locked_again()
    {
        IJobStore store = await CreateAsync(("done", 0), ("open", 0));
        Assert.Empty(await ClaimAsync(store, _ => []));
        await using NpgsqlConnection connection = await Schema.OpenAsync();
        await using NpgsqlTransaction transaction = await LockAsync(connection, "done");

        Assert.Empty(await ClaimAsync(store, _ => []));
        GrantedClaim claim = Assert.Single(await ClaimAsync(store, job => job.Job.Id == "open" ? [3] : []));

        Assert.Equal(("open", 3), (claim.JobId, claim.SheetNumber));
    }

    [Fact]
    public async Task A_claim_that_is_expected_is_made_although_other_jobs_are_locked_or_have_no_work()
    {
        IJobStore store = await CreateAsync(("done", 0), ("locked", 0), ("free", 0), ("later", -1));
        Assert.Equal("locked", (await ClaimAsync(store, OfOpen))[0].JobId); // From now on, it is known what comes next.
        await using NpgsqlConnection connection = await Schema.OpenAsync();
        await using NpgsqlTransaction transaction = await LockAsync(connection, "locked");

        Assert.Equal("free", (await ClaimAsync(store, OfOpen))[0].JobId);
        Assert.Equal("done", (await ClaimAsync(store))[0].JobId); // It has work for this worker.
        Assert.Equal("free", (await ClaimAsync(store, OfOpen))[0].JobId);
        await store.QueueAsync("later", 1, Cancellation);
        Assert.Equal("later", (await ClaimAsync(store, OfOpen))[0].JobId);
    }

    [Fact]
    public async Task A_claim_that_is_expected_waits_for_a_job_of_its_priority_if_all_of_them_are_locked()
    {
        IJobStore store = await CreateAsync(("first", 1), ("second", 1), ("other", 0));
        Assert.Equal("first", (await ClaimAsync(store))[0].JobId);
        await using NpgsqlConnection connection = await Schema.OpenAsync();
        await using NpgsqlTransaction transaction = await LockAsync(connection, "first");
        await ExecuteAsync(connection, "UPDATE main.jobs SET description = 'locked' WHERE id = 'second'");

        Task<IReadOnlyList<GrantedClaim>> claiming = ClaimAsync(store);
        await WaitForLockAsync(connection);
        await transaction.CommitAsync(Cancellation);

        GrantedClaim claim = Assert.Single(await claiming);
        Assert.Contains((claim.JobId, claim.SheetNumber), new (string, int?)[] { ("first", 2), ("second", 1) }); // Waiting workers spread.
    }

    private async Task<IJobStore> CreateAsync(params (string Id, int Priority)[] jobs)
    {
        PostgresJobStore store = Keep(new PostgresJobStore(Schema.Database(), TimeProvider.System, _processes));
        foreach ((string id, int priority) in jobs)
        {
            await store.SaveAsync(NewJob(id), SaveMode.IfUnchanged, Cancellation);
            await store.QueueAsync(id, priority, Cancellation);
        }

        return store;
    }

    private async Task<IReadOnlyList<GrantedClaim>> ClaimAsync(IJobStore store, Func<ClaimableJob, IReadOnlyList<int>>? choose = null)
    {
        choose ??= job => [.. job.Sheets.Where(sheet => !sheet.IsClaimed).Select(sheet => sheet.Number).Take(1)];
        Worker worker = Worker.Create(_processes.Current, TimeProvider.System.GetUtcNow());
        return await store.ClaimSheetsAsync(new SheetClaimRequest(worker, choose), Cancellation);
    }

    /// <summary>Chooses a sheet that is not claimed, unless the job is the one that has no work.</summary>
    private static IReadOnlyList<int> OfOpen(ClaimableJob job) => job.Job.Id == "done"
        ? []
        : [.. job.Sheets.Where(sheet => !sheet.IsClaimed).Select(sheet => sheet.Number).Take(1)];

    private async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, string id)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(connection, $"UPDATE main.jobs SET description = 'locked' WHERE id = '{id}'");
        return transaction;
    }

    /// <summary>Returns when another transaction waits for one of this connection.</summary>
    private async Task WaitForLockAsync(NpgsqlConnection connection)
    {
        await using NpgsqlConnection other = await Schema.OpenAsync(); // A transaction sees the other ones as they were at first.
        string waiting = $"SELECT count(*) FROM pg_stat_activity WHERE {connection.ProcessID} = ANY(pg_blocking_pids(pid))";
        await using var command = new NpgsqlCommand(waiting, other);
        while (await command.ExecuteScalarAsync(Cancellation) is 0L)
        {
        }
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql.Replace("main.", $"\"{Schema.Name}\".", StringComparison.Ordinal), connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
