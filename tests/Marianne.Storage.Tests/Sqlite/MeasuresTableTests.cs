using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of the table of measures, whose rows are valid only for the attempt that they belong to.</summary>
public sealed class MeasuresTableTests : SqliteTestBase
{
    private const string Rows = "SELECT sheet_num, attempt_count, started_at, measures FROM marianne_sheets ORDER BY sheet_num";

    private static readonly SheetMeasures Measured = new() { ErrorCode = "E101", Cost = 0.5m };

    [Fact]
    public async Task A_row_names_its_attempt_and_a_sheet_without_measures_has_no_row()
    {
        IJobStore store = Open();
        await SaveNew(store);
        await Start(store, 1);
        await Start(store, 2, Measured);
        Job job = await Load(store);
        job.Sheets[2].ErrorMessage = "changed";
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        using var plain = new PlainSqlite(StatePath);
        Assert.Equal(
            [
                "sheet_num 2 | attempt_count 1 | started_at 2026-12-01T07:05:09.000000+00:00 | measures "
                + """{"error_code":"E101","input_tokens":0,"output_tokens":0,"cost":0.5,"""
                + "\"retries\":0,\"rate_limit_waits\":0,\"quota_waits\":0,\"error_codes\":[],\"attempt_errors\":{}}",
            ],
            plain.Rows(Rows));

        job.Sheets[1].Measures = SheetMeasures.None;
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.Empty(plain.Rows(Rows));
    }

    [Theory]
    [InlineData("UPDATE sheets SET attempt_count = 2")]
    [InlineData("UPDATE sheets SET started_at = '2026-12-01T07:05:10.000000+00:00'")]
    [InlineData("UPDATE sheets SET started_at = NULL")]
    [InlineData("UPDATE marianne_sheets SET attempt_count = 'many'")]
    public async Task A_row_of_another_attempt_is_ignored_and_overwritten_by_the_next_one(string change)
    {
        IJobStore store = Open();
        await SaveNew(store);
        await Start(store, 1, Measured);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute(change);

        Sheet sheet = (await Load(store)).Sheets[0];
        Assert.Equal(SheetMeasures.None, sheet.Measures);
        Assert.Empty(sheet.Unreadable);

        await Start(store, 1, Measured);
        Assert.Equal(Measured, (await Load(store)).Sheets[0].Measures);
    }

    [Fact]
    public async Task Measures_survive_another_implementation_that_rewrites_every_row()
    {
        IJobStore store = Open();
        await SaveNew(store);
        await Start(store, 1, Measured);

        using var plain = new PlainSqlite(StatePath);
        plain.Execute("PRAGMA foreign_keys = OFF");
        plain.Execute("CREATE TEMP TABLE j AS SELECT * FROM jobs; CREATE TEMP TABLE s AS SELECT * FROM sheets");
        plain.Execute("INSERT OR REPLACE INTO jobs SELECT * FROM j; INSERT OR REPLACE INTO sheets SELECT * FROM s");
        plain.Execute("UPDATE sheets SET started_at = '2026-12-01T07:05:09+00:00', status = 'completed'");

        Assert.Equal(Measured, (await Load(store)).Sheets[0].Measures);
        Assert.Empty((await Load(store)).Sheets[1].Measures.ErrorCodes);
    }

    [Fact]
    public async Task A_file_without_the_table_has_no_measures_until_it_is_written()
    {
        await SaveNew(Open());
        await Start(Open(), 1, Measured);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("DROP TRIGGER marianne_sheets_deleted; DROP TABLE marianne_sheets");

        IJobStore store = Open();
        Assert.Equal(SheetMeasures.None, (await Load(store)).Sheets[0].Measures);
        List<Job> listed = await store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(SheetMeasures.None, Assert.Single(listed).Sheets[0].Measures);

        await Start(store, 1, Measured);
        Assert.Equal(Measured, (await Load(store)).Sheets[0].Measures);
    }

    [Theory]
    [InlineData("{\"cost\":")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{\"cost\":-1}")]
    [InlineData("{\"cost\":\"free\"}")]
    [InlineData("{\"cost_confidence\":2}")]
    [InlineData("{\"error_codes\":[null]}")]
    [InlineData("{\"next_attempt_at\":\"soon\"}")]
    [InlineData(5L)]
    public async Task Unreadable_measures_are_reported_and_kept(object raw)
    {
        IJobStore store = Open();
        await SaveNew(store);
        await Start(store, 1, Measured);
        using var plain = new PlainSqlite(StatePath);
        plain.Execute("UPDATE marianne_sheets SET measures = @1", raw);

        Job job = await Load(store);
        UnreadableValue unreadable = job.Sheets[0].Unreadable[nameof(Sheet.Measures)];
        Assert.Equal(("measures", raw.ToString()), (unreadable.Column, unreadable.Raw));
        Assert.Equal(SheetMeasures.None, job.Sheets[0].Measures);

        job.Sheets[0].ErrorMessage = "changed";
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Start(store, 1);
        Assert.Equal(raw.ToString(), (await Load(store)).Sheets[0].Unreadable[nameof(Sheet.Measures)].Raw);

        IJobStore copy = Open(Folder["copy.db"]);
        await JobCopier.CopyAsync("nightly", store, copy, false, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(raw.ToString(), (await Load(copy)).Sheets[0].Unreadable[nameof(Sheet.Measures)].Raw);

        await Start(store, 1, Measured);
        Assert.Empty((await Load(store)).FindDamaged());
    }

    [Fact]
    public async Task A_missing_key_has_its_default_and_an_unknown_one_is_skipped()
    {
        IJobStore store = Open();
        await SaveNew(store);
        await Start(store, 1, Measured);
        using var plain = new PlainSqlite(StatePath);
        plain.Execute("""UPDATE marianne_sheets SET measures = '{"cost": 1.50, "later": {"a": 1}}'""");

        Assert.Equal(new SheetMeasures { Cost = 1.5m }, (await Load(store)).Sheets[0].Measures);
    }

    private async Task Start(IJobStore store, int number, SheetMeasures? measures = null) => await store.UpdateSheetAsync(
        "nightly", number, new SheetUpdate.Start(Processes.Current) { Measures = measures }, Cancellation);
}
