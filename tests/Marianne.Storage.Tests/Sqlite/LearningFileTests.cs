using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of the files of learning stores.</summary>
public sealed class LearningFileTests : LearningTestBase
{
    private const string SharedObjects =
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'marianne%' ORDER BY rowid";

    [Fact]
    public async Task A_new_file_has_exactly_the_shared_schema()
    {
        await OpenEmpty();

        using var ours = new PlainSqlite(LearningPath);
        File.Copy(Fixtures.PathOf("learning-v15.db"), Folder["theirs.db"]);
        using var theirs = new PlainSqlite(Folder["theirs.db"]);
        Assert.Equal(theirs.Rows(SharedObjects), ours.Rows(SharedObjects));
        Assert.Equal(["version 15"], ours.Rows("SELECT * FROM schema_version"));
        Assert.Equal("wal", ours.Scalar("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_commit_survives_a_loss_of_power()
    {
        await OpenEmpty();

        using SqliteSession session = SqliteSession.Open(LearningPath);

        const long Full = 2;
        Assert.Equal(Full, session.Scalar("PRAGMA synchronous"));
        Assert.Equal("wal", session.Scalar("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_missing_file_reads_as_an_empty_store_and_is_not_created()
    {
        ILearningStore store = Open();

        Assert.Equal(LearningStatistics.None, await store.GetStatisticsAsync(Cancellation));
        Assert.Empty(await store.ListOutcomesAsync(new OutcomeQuery(), Cancellation).ToListAsync(Cancellation));
        Assert.Empty((await store.GetWaitSamplesAsync("E101", null, Cancellation)).Recent);
        Assert.Empty(await store.ListRateLimitsAsync(null, null, Cancellation));
        Assert.Empty(await store.ListClusterIdsAsync(Cancellation));
        Assert.Equal(0, await store.ClearExpiredRateLimitsAsync(Cancellation));
        Assert.Empty(await store.RecordOutcomesAsync([], Cancellation));
        await Fails(MarianneError.StoreNotFound, () => store.OpenAsync(mustExist: true, Cancellation).AsTask());

        Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));
    }

    [Fact]
    public async Task Reading_another_implementations_file_does_not_change_it()
    {
        byte[] before = File.ReadAllBytes(Fixture("learning-v15.db"));

        ILearningStore store = Open();
        await store.OpenAsync(mustExist: true, Cancellation);
        await store.GetStatisticsAsync(Cancellation);
        await store.GetWaitSamplesAsync("E101", null, Cancellation);
        Assert.NotEmpty((await store.GetWaitHistoryAsync("E101", null, null, Cancellation)).Rows);
        Assert.Empty((await store.GetWaitHistoryAsync("E101", null, "service", Cancellation)).Rows);
        Assert.All(await store.ListRecoveriesAsync(new RecoveryQuery(), Cancellation).ToListAsync(Cancellation), row => Assert.Null(row.Incident));
        Assert.Equal(0, await store.ClearExpiredRateLimitsAsync(Cancellation));
        await store.DisposeAsync();

        Assert.Equal(before, File.ReadAllBytes(LearningPath));
        Assert.Single(Directory.GetFiles(Folder.Path));
    }

    [Fact]
    public async Task An_older_file_is_read_and_the_first_write_only_renames_a_column()
    {
        Fixture("learning-v15.db");
        using (var plain = new PlainSqlite(LearningPath))
        {
            plain.Execute("ALTER TABLE executions RENAME COLUMN success_without_retry TO first_attempt_success");
            plain.Execute("DROP TABLE rate_limit_events; UPDATE schema_version SET version = 9");
        }

        ILearningStore store = Open();
        LearningStatistics before = await store.GetStatisticsAsync(Cancellation);
        Assert.Equal(0.4090909090909091, before.SuccessWithoutRetryRate, 1e-9);
        Assert.Contains(
            await store.ListOutcomesAsync(new OutcomeQuery(), Cancellation).ToListAsync(Cancellation),
            outcome => outcome.SuccessWithoutRetry);
        Assert.Empty(await store.ListRateLimitsAsync(null, null, Cancellation));

        await Record(store);

        Assert.Equal(221, (await store.GetStatisticsAsync(Cancellation)).TotalExecutions);
        using var after = new PlainSqlite(LearningPath);
        Assert.Equal(["version 9"], after.Rows("SELECT * FROM schema_version"));
        Assert.Equal(91L, after.Scalar("SELECT count(*) FROM executions WHERE success_without_retry = 1"));
        Assert.Null(after.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'rate_limit_events'"));
    }

    [Fact]
    public async Task A_newer_file_is_rejected_and_not_changed()
    {
        Fixture("learning-v15.db");
        using (var plain = new PlainSqlite(LearningPath))
            plain.Execute("UPDATE schema_version SET version = 16");

        MarianneException error = await IsRejected(MarianneError.StoreTooNew);
        Assert.Contains("16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_store_is_rejected_and_not_changed()
    {
        Fixture("state-v4.db");
        MarianneException error = await IsRejected(MarianneError.NotAStore);
        Assert.Contains("error_recoveries", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_a_database_is_rejected_and_not_changed()
    {
        File.WriteAllText(LearningPath, string.Concat(Enumerable.Repeat("Dear mother, ", 500)));
        await IsRejected(MarianneError.NotAStore);
    }

    [Fact]
    public async Task A_job_store_rejects_a_learning_store()
    {
        await OpenEmpty();
        await using var jobs = new SqliteJobStore(LearningPath, Time, new FakeProcessList());

        await Fails(MarianneError.NotAStore, () => jobs.LoadAsync("nightly", Cancellation).AsTask());
        await Fails(
            MarianneError.NotAStore,
            () => jobs.SaveAsync(new Job("n", "n", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation).AsTask());
    }

    [Fact]
    public async Task Rows_have_the_layout_of_the_other_implementation()
    {
        Time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(-8), "test", "test"));
        ILearningStore store = Open();
        await store.RecordOutcomesAsync(
            [
                new OutcomeReport
                {
                    SheetId = "nightly-sheet12",
                    JobId = "nightly",
                    WorkspacePath = "/work/space/1",
                    Duration = TimeSpan.FromSeconds(1.5),
                    RetryCount = 1,
                    ErrorCodes = ["E001", "E101"],
                    StartedAt = Time.GetUtcNow().AddSeconds(-2),
                },
            ],
            Cancellation);
        await RecordRecovery(store);
        await store.SetClustersAsync(new Dictionary<string, string> { ["0000000000000001"] = "a" }, Cancellation);
        await store.RecordRateLimitAsync(
            new LearnedRateLimit { ErrorCode = "E103", SourceJobHash = "0000000000000002", Duration = TimeSpan.FromSeconds(10) },
            Cancellation);

        using var plain = new PlainSqlite(LearningPath);
        Assert.Equal(
            ["workspace_hash 1524e1c878fd2b7a | job_hash b885a47feb0c3503 | sheet_num 12 "
                + "| started_at 2026-12-01T07:05:07.000000+00:00 | completed_at 2026-11-30T23:05:09.000000 "
                + "| duration_seconds 1.5 | status completed | retry_count 1 "
                + "| success_without_retry 0 | validation_pass_rate 1 | confidence_score 0.9 | model NULL "
                + "| error_codes [\"E001\", \"E101\"]"],
            plain.Rows("SELECT * FROM executions").Select(row => row[(row.IndexOf('|', StringComparison.Ordinal) + 2)..]));
        Assert.Equal(
            ["error_code E101 | suggested_wait 0 | actual_wait 5 | recovery_success 1 | recorded_at 2026-11-30T23:05:09.000000 "
                + "| model NULL | time_of_day 23"],
            plain.Rows("SELECT * FROM error_recoveries").Select(row => row[(row.IndexOf('|', StringComparison.Ordinal) + 2)..]));
        Assert.Equal(
            ["workspace_hash 0000000000000001 | cluster_id a | assigned_at 2026-11-30T23:05:09.000000"],
            plain.Rows("SELECT * FROM workspace_clusters"));
        Assert.Equal(
            ["recorded_at 2026-12-01T07:05:09.000000+00:00 | expires_at 2026-12-01T07:05:17.000000+00:00 | duration_seconds 10"],
            plain.Rows("SELECT recorded_at, expires_at, duration_seconds FROM rate_limit_events"));
    }

    private Task<MarianneException> IsRejected(MarianneError expected) => IsRejected(
        expected, store => store.GetStatisticsAsync(Cancellation).AsTask(), store => Record(store));
}
