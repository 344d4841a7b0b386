using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Stores;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of what a commit waits for.</summary>
public sealed class PostgresCommitTests : IAsyncLifetime
{
    private const string Waiting = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

    private readonly List<PostgresJobStore> _stores = [];
    private PostgresInstance? _server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Commits wait for a standby, and there is none.</summary>
    public async ValueTask InitializeAsync()
    {
        _server = await PostgresInstance.StartAsync("synchronous_standby_names=*");
        Assert.SkipWhen(_server is null, "PostgreSQL: no server is installed.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PostgresJobStore store in _stores)
            await store.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_commit_of_a_claim_does_not_wait_but_that_of_the_start_of_its_sheet_does()
    {
        PostgresJobStore local = Open("Options=-c synchronous_commit=local");
        await local.SaveAsync(new Job("nightly", "nightly", 1, TestJobs.Now), SaveMode.IfUnchanged, Cancellation);
        await local.QueueAsync("nightly", 0, Cancellation);
        PostgresJobStore store = Open();
        var request = new SheetClaimRequest(Worker.Create(new FakeProcessList().Current, TestJobs.Now), _ => [1]);

        Task<IReadOnlyList<GrantedClaim>> claiming = store.ClaimSheetsAsync(request, Cancellation).AsTask();
        GrantedClaim claim = Assert.Single(await claiming.WaitAsync(TimeSpan.FromMinutes(1), Cancellation));
        Task starting = store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(null) { Token = claim.Token }, Cancellation).AsTask();

        await using var connection = new NpgsqlConnection($"{_server!.ConnectionString};Pooling=false");
        await connection.OpenAsync(Cancellation);
        while (await CountAsync(connection, $"SELECT count(*) {Waiting}") == 0)
            Assert.False(starting.IsCompleted);
        await CountAsync(connection, $"SELECT count(pg_cancel_backend(pid)) {Waiting}"); // Cancels the wait. The commit is not undone.
        await starting;
    }

    private PostgresJobStore Open(string more = "")
    {
        PostgresOptions options = PostgresOptions.Of(new ServerConnection($"{_server!.ConnectionString};{more}", schema: "commits"));
        var store = new PostgresJobStore(new PostgresDatabase(options, _ => { }), new FakeTimeProvider(TestJobs.Now), new FakeProcessList());
        _stores.Add(store);
        return store;
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
