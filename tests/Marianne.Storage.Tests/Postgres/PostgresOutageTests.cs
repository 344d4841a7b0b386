using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Marianne.Jobs;
using Marianne.Storage.Postgres;
using Marianne.Stores;
using Marianne.Testing;
using Marianne.Testing.Faults;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of stores whose server has no free connection, ends connections, restarts, or is replaced by its standby.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _used = [];
    private readonly FakeTimeProvider _time = new(TestJobs.Now);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable used in Enumerable.Reverse(_used))
            await used.DisposeAsync();
    }

    [Fact]
    public async Task Twelve_clients_share_twenty_connections()
    {
        PostgresInstance server = await StartAsync("max_connections=20");
        PostgresJobStore[] clients = [.. Enumerable.Range(0, 12).Select(number => Open(
            server, $"Application Name=client{number};Connection Idle Lifetime=1;Connection Pruning Interval=1"))];
        await CreateJobAsync(clients[0]);

        // Each would use five connections at once.
        await Task.WhenAll(
            from number in Enumerable.Range(1, 180)
            select Task.Run(() => RecordAsync(clients[number % clients.Length], number), Cancellation));

        Assert.Equal(180, await clients[0].CountExecutionsAsync(new ExecutionQuery(), Cancellation));
    }

    [Fact]
    public async Task Twelve_workers_share_twenty_connections()
    {
        PostgresInstance server = await StartAsync("max_connections=20");
        PostgresJobStore[] clients = [.. Enumerable.Range(0, 12).Select(number => Open(
            server, $"Application Name=worker{number};Connection Idle Lifetime=1;Connection Pruning Interval=1"))];
        for (int job = 1; job <= 3; job++)
        {
            await clients[0].SaveAsync(new Job($"job-{job}", "shared", 40, TestJobs.Now), SaveMode.IfUnchanged, Cancellation);
            await clients[0].QueueAsync($"job-{job}", 0, Cancellation);
        }

        // Each uses two connections at once, as a worker that renews its claims while it runs sheets.
        string[][] done = await Task.WhenAll(
            from client in clients
            from place in Enumerable.Range(0, 2)
            select Task.Run(() => WorkAsync(client), Cancellation));

        Assert.Equal(120, done.SelectMany(sheets => sheets).Distinct().Count());
        Assert.Equal(120, done.Sum(sheets => sheets.Length));
        Assert.All(
            await clients[0].ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation),
            job => Assert.Equal(JobStatus.Completed, job.Status));
    }

    [Fact]
    public async Task A_server_without_a_free_connection_is_named()
    {
        PostgresInstance server = await StartAsync("max_connections=6", "superuser_reserved_connections=0");
        PostgresJobStore store = Open(server, patience: TimeSpan.Zero);
        await CreateJobAsync(store);
        NpgsqlConnection.ClearAllPools();
        for (int number = 0; number < 6; number++)
            Keep(await ConnectAsync(server));

        MarianneException error = await Fails(MarianneError.StoreBusy, () => RecordAsync(store, 1));

        Assert.Contains("no free connection", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'postgres' on the server '127.0.0.1', port {server.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_change_is_made_once_while_connections_are_ended_at_random()
    {
        PostgresInstance server = await StartAsync();
        PostgresJobStore store = Open(server, "Application Name=victim");
        await CreateJobAsync(store);
        await using NpgsqlConnection killer = await ConnectAsync(server);
        int left = 240;

        Task writing = Task.WhenAll(
            from writer in Enumerable.Range(0, 4)
            select Task.Run(
                async () =>
                {
                    for (int number; (number = Interlocked.Decrement(ref left)) >= 0;)
                        await RecordAsync(store, number + 1);
                },
                Cancellation));
        int ended = 0;
        while (!writing.IsCompleted)
        {
            await using var command = new NpgsqlCommand(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'victim' AND random() < 0.3",
                killer);
            ended += (int)(long)(await command.ExecuteScalarAsync(Cancellation))!;
            await Task.Yield();
        }

        await writing;
        Assert.True(ended > 0);
        await AssertNumbersAsync(store, 240);
    }

    [Fact]
    public async Task Every_change_is_made_once_while_the_server_restarts()
    {
        PostgresInstance server = await StartAsync();
        PostgresJobStore store = Open(server);
        await CreateJobAsync(store);

        Task writing = Task.CompletedTask;
        for (int number = 1; number <= 30; number++)
        {
            await writing;
            writing = RecordAsync(store, number);
            if (number % 10 == 0)
                await server.RestartAsync();
        }

        await writing;
        await AssertNumbersAsync(store, 30);
    }

    [Fact]
    public async Task A_store_continues_on_the_standby_that_became_the_primary()
    {
        PostgresInstance primary = await StartAsync("synchronous_standby_names=*");
        await using NpgsqlConnection admin = await ConnectAsync(primary);
        await ExecuteAsync(admin, "SET synchronous_commit = local; SELECT 1");
        PostgresInstance standby = Keep(await primary.StartStandbyAsync());
        PostgresJobStore store = Open(
            $"Host=127.0.0.1:{primary.Port},127.0.0.1:{standby.Port};Target Session Attributes=primary;Host Recheck Seconds=0;"
            + $"Database=postgres;Username=marianne;Password='{PostgresServer.Password}'");
        await CreateJobAsync(store);
        await RecordAsync(store, 1);

        await primary.StopAsync();
        Task<int> recording = RecordAsync(store, 2);
        await using NpgsqlConnection promoter = await ConnectAsync(standby);
        await ExecuteAsync(promoter, "SELECT pg_promote()");
        await recording;
        await RecordAsync(store, 3);

        await AssertNumbersAsync(store, 3);
        await AssertNumbersAsync(Open(standby), 3);
    }

    [Fact]
    public async Task A_lost_commit_is_not_mistaken_for_a_transaction_of_the_new_primary()
    {
        PostgresInstance primary = await StartAsync();
        await CreateJobAsync(Open(primary));
        PostgresInstance standby = Keep(await primary.StartStandbyAsync());
        await using NpgsqlConnection promoter = await ConnectAsync(standby);
        await ExecuteAsync(promoter, "SELECT pg_promote()");
        PostgresJobStore other = Open(standby);
        for (int number = 101; number <= 120; number++)
            await RecordAsync(other, number); // These have the numbers of the next transactions of the old primary.

        await using var proxy = new PostgresProxy(primary.Port);
        PostgresJobStore store = Open(primary, $"Port={proxy.Port}");
        await RecordAsync(store, 1);
        proxy.Disarm();
        await RecordAsync(store, 2);
        proxy.Arm(ServerFault.CutAnswer, proxy.Requests, nextServerPort: standby.Port);

        MarianneException error = await Fails(MarianneError.StoreFailed, () => RecordAsync(store, 3));

        Assert.Contains("cannot say whether it was", error.Message, StringComparison.Ordinal);
        Assert.Equal(20, await other.CountExecutionsAsync(new ExecutionQuery(), Cancellation));
    }

    [Fact]
    public async Task A_certificate_that_no_authority_signed_is_refused_unless_it_is_named()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        PostgresInstance? server = await PostgresInstance.StartEncryptedAsync(certificate);
        Assert.SkipWhen(server is null, "PostgreSQL: no server is installed.");
        Keep(server);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["root.crt"], certificate.ExportCertificatePem(), Cancellation);

        MarianneException error = await Fails(
            MarianneError.StoreAccessDenied, () => CreateJobAsync(Open(server, "SSL Mode=VerifyFull")));
        await CreateJobAsync(Open(server, $"SSL Mode=VerifyFull;Root Certificate='{folder["root.crt"]}'"));

        Assert.Contains("certificate", error.Message, StringComparison.Ordinal);
        Assert.Contains($"port {server.Port}", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, error.ToString(), StringComparison.Ordinal);
    }

    private async Task<PostgresInstance> StartAsync(params string[] settings)
    {
        PostgresInstance? server = await PostgresInstance.StartAsync(settings);
        Assert.SkipWhen(server is null, "PostgreSQL: no server is installed.");
        return Keep(server);
    }

    private PostgresJobStore Open(PostgresInstance server, string more = "", TimeSpan? patience = null) =>
        Open($"{server.ConnectionString};{more}", patience);

    private PostgresJobStore Open(string connectionString, TimeSpan? patience = null)
    {
        PostgresOptions options = PostgresOptions.Of(new ServerConnection(connectionString, schema: "outage"));
        var database = new PostgresDatabase(options, _ => { }) { Patience = patience ?? TimeSpan.FromSeconds(60) };
        return Keep(new PostgresJobStore(database, _time, new FakeProcessList()));
    }

    private T Keep<T>(T used)
        where T : IAsyncDisposable
    {
        _used.Add(used);
        return used;
    }

    private static async Task<NpgsqlConnection> ConnectAsync(PostgresInstance server)
    {
        var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=false");
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task CreateJobAsync(PostgresJobStore store) =>
        await store.SaveAsync(new Job("nightly", "nightly", 1, TestJobs.Now), SaveMode.IfUnchanged, Cancellation);

    private static async Task<int> RecordAsync(PostgresJobStore store, int number)
    {
        var attempt = new Execution(0, "nightly", 1, number, null, "out", 0, TimeSpan.Zero, TestJobs.Now.AddSeconds(number));
        return (await store.RecordExecutionsAsync([attempt], Cancellation))[0].AttemptNumber;
    }

    /// <summary>Claims, starts and completes one sheet after the other until none is left, and returns them.</summary>
    private static async Task<string[]> WorkAsync(PostgresJobStore store)
    {
        Worker worker = Worker.Create(new FakeProcessList().Current, TestJobs.Now);
        var request = new SheetClaimRequest(
            worker, job => [.. job.Sheets.Where(sheet => !sheet.IsClaimed && !sheet.IsFinished).Select(sheet => sheet.Number).Take(1)]);
        var done = new List<string>();
        while (await store.ClaimSheetsAsync(request, Cancellation) is [{ SheetNumber: { } number } claim])
        {
            foreach (SheetUpdate update in (SheetUpdate[])[new SheetUpdate.Start(null), new SheetUpdate.Complete(SheetResult.Empty)])
                await store.UpdateSheetAsync(claim.JobId, number, update with { Token = claim.Token }, Cancellation);
            done.Add($"{claim.JobId} {number}");
        }

        return [.. done];
    }

    private static async Task AssertNumbersAsync(PostgresJobStore store, int count)
    {
        var query = new ExecutionQuery { JobId = "nightly", OldestFirst = true, First = long.MaxValue };
        Assert.Equal(
            Enumerable.Range(1, count),
            await store.ListExecutionsAsync(query, Cancellation).Select(attempt => attempt.AttemptNumber).ToListAsync(Cancellation));
    }
}
