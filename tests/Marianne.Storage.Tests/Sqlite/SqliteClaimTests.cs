using Marianne.Jobs;
using Marianne.Storage.Relational;
using Marianne.Storage.Sqlite;
using Marianne.Storage.Tests.Conformance;
using Marianne.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

public sealed class SqliteClaimTests : SharedClaimConformance
{
    private readonly TemporaryFolder _folder = new();

    private SqliteDatabase? _database;

    protected override IJobStore CreateStore() =>
        new SqliteJobStore(_database = new SqliteDatabase(_folder["state.db"], new JobSchema(), Time), Time, Processes);

    [Fact]
    public async Task The_first_claim_of_a_run_removes_the_rows_of_runs_that_have_been_gone_for_a_day()
    {
        await SaveAsync();
        await SaveAsync("held");
        Worker holder = NewWorker(100);
        await ClaimAsync(holder, "held");
        Worker ended = NewWorker(200);
        await Claims.ReleaseAsync("nightly", (await ClaimAsync(ended)).Token, null, Cancellation);
        Time.Advance(TimeSpan.FromHours(25));
        Worker next = NewWorker(300);

        await ClaimAsync(next);

        Assert.Equal(
            new[] { holder.Id, next.Id }.Order(StringComparer.Ordinal),
            await _database!.WriteAsync(
                async (SqlSession session) => await session.ListAsync(
                    $"SELECT id FROM main.{WorkerTable.Name} ORDER BY id", rows => rows.Next(column => column.Raw())),
                Cancellation));
    }

    [Fact]
    public async Task The_claims_of_many_items_keep_the_same_statements()
    {
        await SaveWithItemsAsync(300);
        Worker worker = NewWorker(200);
        await RunItemsAsync(5);
        int kept = await StatementsAsync();

        await RunItemsAsync(40);

        Assert.Equal(kept, await StatementsAsync());

        async Task RunItemsAsync(int count)
        {
            for (int index = 0; index < count; index++)
            {
                GrantedClaim claim = Assert.Single(await ClaimSheetsAsync(worker, choose: job =>
                    [.. job.Sheets.Where(sheet => sheet is { Parent: 1, Status: SheetStatus.Pending }).Select(sheet => sheet.Number).Take(1)]));
                await UpdateAsync(claim.SheetNumber!.Value, new SheetUpdate.Start(null) { Token = claim.Token });
                await UpdateAsync(claim.SheetNumber!.Value, new SheetUpdate.Complete(SheetResult.Empty) { Token = claim.Token });
            }
        }

        async Task<int> StatementsAsync() => await _database!.WriteAsync(session => session.StatementCount, Cancellation);
    }

    [Fact]
    public async Task A_claim_of_many_items_reads_only_those_that_can_be_next()
    {
        await SaveWithItemsAsync(1_000);
        Worker worker = NewWorker(200);
        ClaimableJob? seen = null;
        for (int index = 0; index < 2; index++)
        {
            await ClaimSheetsAsync(worker, choose: job =>
            {
                seen = job;
                return [.. job.Sheets.Where(sheet => sheet is { Parent: 1, IsClaimed: false }).Select(sheet => sheet.Number).Take(1)];
            });
        }

        Assert.Equal((true, 1_002), (seen!.IsPart, seen.Progress.Total));
        Assert.InRange(seen.Sheets.Count, 2, 100);
        string plan = string.Join('\n', Plan("SELECT sheet_num, status FROM sheets WHERE job_id = 'x' AND status NOT IN ('completed', 'skipped')"));
        Assert.Contains("marianne_open_sheets", plan);
    }

    private List<string> Plan(string query)
    {
        using var connection = new SqliteConnection($"Data Source={_folder["state.db"]};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The query is a constant.
        command.CommandText = $"EXPLAIN QUERY PLAN {query}";
#pragma warning restore CA2100
        using SqliteDataReader rows = command.ExecuteReader();
        List<string> steps = [];
        while (rows.Read())
            steps.Add(rows.GetString(3));
        return steps;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
