using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>
/// Tests of a file that is shared with another implementation: each reads what the other writes and keeps it.
/// </summary>
public sealed class SharedFileTests : SqliteTestBase
{
    private const string SharedObjects =
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'marianne%' ORDER BY type, name";

    private const string AllSheets = "SELECT * FROM sheets ORDER BY job_id, sheet_num";

    private const string AllJobs =
        "SELECT id, name, status, total_sheets, last_completed_sheet, current_sheet, config_hash, config_snapshot, pid, "
        + "error_message, total_retry_count, rate_limit_waits, created_at, started_at, completed_at, config_path "
        + "FROM jobs ORDER BY id";

    [Fact]
    public async Task A_new_file_has_exactly_the_shared_schema()
    {
        await Open(Folder["new.db"]).OpenAsync(mustExist: false, Cancellation);

        using var theirs = new PlainSqlite(Fixture("state-v4.db"));
        using var ours = new PlainSqlite(Folder["new.db"]);
        Assert.Equal(theirs.Rows(SharedObjects), ours.Rows(SharedObjects));
        Assert.Equal(
            ["version 1", "version 2", "version 3", "version 4"],
            ours.Rows("SELECT version FROM schema_version ORDER BY version"));
    }

    [Fact]
    public async Task A_new_file_and_its_companions_are_readable_only_by_their_owner()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Rights are another matter there.");
            return;
        }

        await SaveNew(Open(Path.Combine(Folder.Path, "made", "state.db")));

        foreach (string path in Directory.GetFiles(Folder["made"]))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Saving_loaded_jobs_keeps_every_column()
    {
        using var plain = new PlainSqlite(Fixture("state-v4.db"));
        List<string> jobs = plain.Rows(AllJobs);
        List<string> sheets = plain.Rows(AllSheets);
        List<string> history = plain.Rows("SELECT * FROM execution_history ORDER BY id");

        IJobStore store = Open();
        foreach (Job job in await store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation))
        {
            job.Description = "seen";
            foreach (Sheet sheet in job.Sheets.Known)
                sheet.AttemptCount = sheet.AttemptCount; // Setting the property causes the row to be written again.
            await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        }

        Assert.Equal(jobs, plain.Rows(AllJobs));
        Assert.Equal(sheets, plain.Rows(AllSheets));
        Assert.Equal(history, plain.Rows("SELECT * FROM execution_history ORDER BY id"));
        Assert.Equal(12L, plain.Scalar("SELECT count(*) FROM jobs WHERE description = 'seen'"));
    }

    [Fact]
    public async Task Plain_SQL_reads_every_written_value()
    {
        IJobStore store = Open();
        await SaveNew(store, "naïve ✓");
        await store.UpdateSheetAsync("naïve ✓", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        Time.Advance(TimeSpan.FromSeconds(1.5));
        await store.UpdateSheetAsync("naïve ✓", 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);

        using var plain = new PlainSqlite(StatePath);
        Assert.Equal(
            ["id naïve ✓ | status running | total_sheets 3 | last_completed_sheet 1 | current_sheet NULL | pid 100 "
                + "| created_at 2026-12-01T07:05:09.000000+00:00 | updated_at 2026-12-01T07:05:10.500000+00:00"],
            plain.Rows(
                "SELECT id, status, total_sheets, last_completed_sheet, current_sheet, pid, created_at, updated_at FROM jobs"));
        Assert.Equal(
            ["sheet_num 1 | status completed | attempt_count 1 | exit_code 0 | validation_passed 1 | passed_validations [] "
                + "| success_without_retry 1 | completed_at 2026-12-01T07:05:10.500000+00:00 | execution_duration_seconds 1.5"],
            plain.Rows(
                "SELECT sheet_num, status, attempt_count, exit_code, validation_passed, passed_validations, "
                + "success_without_retry, completed_at, execution_duration_seconds FROM sheets"));
    }

    [Fact]
    public async Task Another_implementations_save_keeps_our_tables_and_creates_no_zombie()
    {
        IJobStore store = Open();
        await SaveNew(store);
        await store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);

        using (var plain = new PlainSqlite(StatePath))
        {
            // It replaces every row with only the columns that it knows, and without foreign keys.
            plain.Execute("PRAGMA foreign_keys = OFF");
            plain.Execute("CREATE TEMP TABLE j AS SELECT * FROM jobs; CREATE TEMP TABLE s AS SELECT * FROM sheets");
            plain.Execute("INSERT OR REPLACE INTO jobs SELECT * FROM j; INSERT OR REPLACE INTO sheets SELECT * FROM s");
        }

        Job job = await Load(store);
        Assert.Equal(Processes.Current, job.Runner);
        Assert.False(job.IsZombie);
        Assert.Equal(SheetStatus.InProgress, job.Sheets[0].Status);
    }

    [Fact]
    public async Task A_runner_that_another_implementation_wrote_is_identified_by_its_pid_alone()
    {
        IJobStore store = Open();
        await SaveNew(store);
        await store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(new RunnerProcess(7, "elsewhere", "x")), Cancellation);

        using var plain = new PlainSqlite(StatePath);
        plain.Execute("UPDATE jobs SET pid = 100");
        Assert.Equal(new RunnerProcess(100), (await Load(store)).Runner);
        Assert.False((await Load(store)).IsZombie);

        plain.Execute("UPDATE jobs SET pid = 8");
        Assert.True((await Load(store)).IsZombie);
        Assert.Equal("running", plain.Scalar("SELECT status FROM jobs"));
    }

    [Fact]
    public async Task A_deleted_job_leaves_nothing_behind()
    {
        IJobStore store = Open();
        await SaveNew(store);
        var start = new SheetUpdate.Start(Processes.Current) { Measures = new() { Cost = 1 } };
        await store.UpdateSheetAsync("nightly", 1, start, Cancellation);
        await store.RecordExecutionsAsync([new Execution(0, "nightly", 1, 1, "p", "o", 0, null, Time.GetUtcNow())], Cancellation);

        Assert.True(await store.DeleteAsync("nightly", Cancellation));

        using var plain = new PlainSqlite(StatePath);
        foreach (string table in new[] { "jobs", "sheets", "execution_history", "marianne_runners", "marianne_sheets" })
            Assert.Equal(0L, plain.Scalar($"SELECT count(*) FROM {table}"));
    }
}
