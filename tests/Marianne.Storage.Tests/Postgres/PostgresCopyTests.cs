using System.Text;
using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Memory;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of copying jobs between a server and the other stores.</summary>
public sealed class PostgresCopyTests : PostgresTestBase
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("json")]
    [InlineData("memory")]
    [InlineData("postgres")]
    public async Task A_job_is_the_same_after_it_was_copied_to_another_store_and_back(string kind)
    {
        IJobStore server = Open();
        await FillAsync(server);
        IJobStore other = await OtherAsync(kind);

        await CopyAsync(server, other);
        await AssertSameAsync(server, other);
        await server.DeleteAsync("nightly", Cancellation);
        await CopyAsync(other, server);

        await AssertSameAsync(other, server);
    }

    [Fact]
    public async Task Values_that_cannot_be_read_go_to_a_server_and_back_unchanged()
    {
        IJobStore file = await OtherAsync("sqlite");
        await FillAsync(file);
        using (var plain = new PlainSqlite(_folder["state.db"]))
        {
            plain.Execute("UPDATE jobs SET started_at = 'yesterday', status = 'resting', total_retry_count = 'many'");
            plain.Execute("UPDATE sheets SET exit_code = 'x', outcome_data = '{', status = 'new' WHERE sheet_num = 1");
            plain.Execute("UPDATE marianne_sheets SET measures = '{\"cost\":' WHERE sheet_num = 3");
        }

        string before = Raw();
        IJobStore server = Open();
        await CopyAsync(file, server);
        Job onServer = (await server.LoadAsync("nightly", Cancellation))!;
        Job changed = onServer.Copy();
        changed.Description = "changed on the server";
        await server.SaveAsync(changed, SaveMode.IfUnchanged, Cancellation);
        await file.DeleteAsync("nightly", Cancellation);
        await CopyAsync(server, file);

        Assert.Equal(["StartedAt", "Status", "TotalRetryCount"], onServer.Unreadable.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("many", onServer.Unreadable["TotalRetryCount"].Raw);
        Assert.Equal("it is not a whole number", onServer.Sheets[0].Unreadable["ExitCode"].Reason);
        Assert.Equal(before, Raw());

        string Raw()
        {
            using var plain = new PlainSqlite(_folder["state.db"]);
            return string.Join('\n', [
                .. plain.Rows("SELECT started_at, total_retry_count FROM jobs"),
                .. plain.Rows("SELECT exit_code, outcome_data, status FROM sheets WHERE sheet_num = 1"),
                .. plain.Rows("SELECT measures FROM marianne_sheets WHERE sheet_num = 3"),
            ]);
        }
    }

    private async Task<IJobStore> OtherAsync(string kind)
    {
        var processes = new FakeProcessList();
        IJobStore store = kind switch
        {
            "sqlite" => Keep(new SqliteJobStore(_folder["state.db"], Time, processes)),
            "json" => Keep(new JsonJobStore(_folder["jobs"], Time, processes)),
            "memory" => Keep(new MemoryJobStore(Time, processes)),
            _ => Keep(Marianne.Storage.Postgres.PostgresStores.Jobs(
                new Stores.ServerConnection(Schema.ConnectionString, schema: $"{Schema.Name}2"), Time, processes, Schema.Warnings.Add)),
        };
        await store.OpenAsync(mustExist: false, Cancellation);
        return store;
    }

    private async Task FillAsync(IJobStore store)
    {
        Job job = Samples.FullJob("nightly", new RunnerProcess(17, "elsewhere", "mark"), Time.GetUtcNow());
        job.Sheets[2].Measures = Samples.Measures(Time.GetUtcNow());
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await store.RecordExecutionsAsync(
            [.. Enumerable.Range(1, 250).Select(number => new Execution(
                0, "nightly", 1, number, "prompt ü", "output\n", 0, TimeSpan.FromSeconds(1.5), TestJobs.Now.AddSeconds(number)))],
            Cancellation);
        await store.AttachHistoryAsync("nightly", null, new MemoryStream(Encoding.UTF8.GetBytes("{\"of\":\"job\"}")), Cancellation);
        await store.AttachHistoryAsync("nightly", 2, new MemoryStream(new byte[200_000]), Cancellation);
    }

    private static async Task CopyAsync(IJobStore source, IJobStore destination) =>
        await JobCopier.CopyAsync("nightly", source, destination, false, _ => { }, Cancellation).ToListAsync(Cancellation);

    private static async Task AssertSameAsync(IJobStore expected, IJobStore actual)
    {
        Job one = (await expected.LoadAsync("nightly", Cancellation))!;
        Job other = (await actual.LoadAsync("nightly", Cancellation))!;
        Samples.AssertEqual(one, other);
        Assert.Equal(one.UpdatedAt, other.UpdatedAt);
        Assert.Equal(one.Sheets[2].Measures, other.Sheets[2].Measures);
        Assert.Equal(await AttemptsAsync(expected), await AttemptsAsync(actual));
        Assert.Equal(
            await expected.ListHistoriesAsync("nightly", Cancellation), await actual.ListHistoriesAsync("nightly", Cancellation));
    }

    private static async Task<List<Execution>> AttemptsAsync(IJobStore store)
    {
        var query = new ExecutionQuery { JobId = "nightly", OldestFirst = true, First = long.MaxValue };
        return await store.ListExecutionsAsync(query, Cancellation).Select(attempt => attempt with { Id = 0 }).ToListAsync(Cancellation);
    }
}
