using System.Text;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of unreadable values, which are reported and read as null or a default; the listing continues.</summary>
public sealed class UnreadableLearningTests : LearningTestBase
{
    [Theory]
    [InlineData("started_at", "yesterday")]
    [InlineData("completed_at", "2026-13-45T99:00:00")]
    [InlineData("duration_seconds", "long")]
    [InlineData("duration_seconds", 1e300)]
    [InlineData("retry_count", "often")]
    [InlineData("retry_count", -1)]
    [InlineData("success_without_retry", "perhaps")]
    [InlineData("validation_pass_rate", "most")]
    [InlineData("sheet_num", "first")]
    [InlineData("error_codes", "[1,")]
    [InlineData("error_codes", "{}")]
    public async Task An_outcome_with_an_unreadable_value_is_listed(string column, object value)
    {
        ILearningStore store = Open();
        await Record(store);
        await Record(store);
        using (var plain = new PlainSqlite(LearningPath))
            plain.Execute($"UPDATE executions SET {column} = @1 WHERE rowid = 1", value);

        List<LearnedOutcome> outcomes = await store.ListOutcomesAsync(new OutcomeQuery(), Cancellation).ToListAsync(Cancellation);
        Assert.Equal(2, outcomes.Count);
        UnreadableValue unreadable = Assert.Single(outcomes.SelectMany(outcome => outcome.Unreadable));
        Assert.Equal(column, unreadable.Column);
    }

    [Theory]
    [InlineData("this is not a database, and long enough to look like one", MarianneError.NotAStore)]
    [InlineData(null, MarianneError.StoreCorrupt)]
    public async Task The_error_of_a_damaged_file_says_how_to_use_another(string? content, MarianneError expected)
    {
        await using (ILearningStore written = CreateStore(LearningPath))
            await Record(written);
        byte[] bytes = content is null ? await File.ReadAllBytesAsync(LearningPath, Cancellation) : Encoding.UTF8.GetBytes(content);
        if (content is null)
            bytes.AsSpan(4096).Fill(0xA5);
        string path = Folder["damaged.db"];
        await File.WriteAllBytesAsync(path, bytes, Cancellation);

        MarianneException error = await Fails(
            expected, () => CreateStore(path).ListOutcomesAsync(new OutcomeQuery(), Cancellation).ToListAsync(Cancellation).AsTask());

        Assert.EndsWith(
            " To continue with another learning store, use Connect-Marianne -LearningPath.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Repair-MarianneJob", error.Message, StringComparison.Ordinal);
        Assert.Equal(path, error.Target);
    }

    [Theory]
    [InlineData("recorded_at", "then")]
    [InlineData("actual_wait", "long")]
    [InlineData("suggested_wait", -1.0)]
    [InlineData("recovery_success", "yes")]
    [InlineData("time_of_day", "noon")]
    public async Task A_recovery_with_an_unreadable_value_is_listed(string column, object value)
    {
        ILearningStore store = Open();
        await RecordRecovery(store);
        using (var plain = new PlainSqlite(LearningPath))
            plain.Execute($"UPDATE error_recoveries SET {column} = @1", value);

        LearnedRecovery recovery = Assert.Single(
            await store.ListRecoveriesAsync(new RecoveryQuery(), Cancellation).ToListAsync(Cancellation));
        Assert.Equal(column, Assert.Single(recovery.Unreadable).Column);
    }

    [Fact]
    public async Task NULL_reads_as_nothing_and_is_no_problem()
    {
        ILearningStore store = await OpenEmpty();
        using (var plain = new PlainSqlite(LearningPath))
        {
            plain.Execute(
                "INSERT INTO executions (id, workspace_hash, job_hash, sheet_num, retry_count) VALUES ('a', 'w', 'j', 1, NULL)");
            plain.Execute("INSERT INTO error_recoveries (id, error_code) VALUES ('a', 'E101')");
        }

        LearnedOutcome outcome = Assert.Single(
            await store.ListOutcomesAsync(new OutcomeQuery(), Cancellation).ToListAsync(Cancellation));
        Assert.Equivalent(
            new LearnedOutcome { Id = "a", WorkspaceHash = "w", JobHash = "j", SheetNumber = 1 }, outcome, strict: true);

        LearnedRecovery recovery = Assert.Single(
            await store.ListRecoveriesAsync(new RecoveryQuery(), Cancellation).ToListAsync(Cancellation));
        Assert.Equivalent(new LearnedRecovery { Id = "a", ErrorCode = "E101", Hour = 0 }, recovery, strict: true);
    }

    [Fact]
    public async Task Outcomes_without_a_time_are_listed_last_and_each_once()
    {
        ILearningStore store = await OpenEmpty();
        using (var plain = new PlainSqlite(LearningPath))
        {
            plain.Execute(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 350)
                INSERT INTO executions (id, workspace_hash, job_hash, sheet_num, completed_at)
                SELECT 'id' || i, 'w', 'j', i, CASE WHEN i % 2 = 0 THEN '2026-03-01T00:00:00' END FROM n
                """);
        }

        int[] sheets = [.. (await store.ListOutcomesAsync(new OutcomeQuery { WorkspaceHash = "w" }, Cancellation)
            .ToListAsync(Cancellation)).Select(outcome => outcome.SheetNumber)];
        int[] descending = [.. Enumerable.Range(1, 350).Reverse()];
        Assert.Equal([.. descending.Where(n => n % 2 == 0), .. descending.Where(n => n % 2 == 1)], sheets);
    }

    [Theory]
    [InlineData("2026-12-01T07:05:10+00:00", true)]
    [InlineData("2026-12-01T07:05:09.000001Z", true)]
    [InlineData("2026-12-01 07:05:10", true)]
    [InlineData("2026-12-01T03:05:10-04:00", true)]
    [InlineData("2026-12-01T07:05:09+00:00", false)]
    [InlineData("2026-12-01T15:05:09+08:00", false)]
    [InlineData("2026-11-30T21:05:08-10:00", false)]
    [InlineData("2026-12-01T07:05:08.999999", false)]
    public async Task A_rate_limit_is_in_force_whatever_the_format_of_its_time(string expiresAt, bool isInForce)
    {
        ILearningStore store = await OpenEmpty();
        using (var plain = new PlainSqlite(LearningPath))
        {
            plain.Execute(
                "INSERT INTO rate_limit_events VALUES ('a', 'E103', NULL, '2026-12-01T07:00:00+00:00', @1, 'j', 600.0)", expiresAt);
            plain.Execute(
                "INSERT INTO rate_limit_events VALUES ('b', 'E103', NULL, '2026-12-01T07:00:00+00:00', 'tomorrow', 'j', 1.0)");
        }

        Assert.Equal(isInForce ? 1 : 0, (await store.ListRateLimitsAsync(null, null, Cancellation)).Count);
        Assert.Equal(isInForce ? 0 : 1, await store.ClearExpiredRateLimitsAsync(Cancellation));
    }

    [Fact]
    public async Task Local_times_are_in_the_clocks_zone_even_when_the_clock_is_put_forward()
    {
        TimeZoneInfo.TransitionTime march = TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 1);
        TimeZoneInfo.TransitionTime october = TimeZoneInfo.TransitionTime.CreateFixedDateRule(
            new DateTime(1, 1, 1, 3, 0, 0), 10, 1);
        var summer = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), march, october);
        Time.SetLocalTimeZone(
            TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(1), "test", "test", "test summer", [summer]));
        ILearningStore store = Open();
        await RecordRecovery(store);
        using (var plain = new PlainSqlite(LearningPath))
            plain.Execute("UPDATE error_recoveries SET recorded_at = '2026-03-01T02:30:00'"); // This local time did not exist.

        LearnedRecovery recovery = Assert.Single(
            await store.ListRecoveriesAsync(new RecoveryQuery(), Cancellation).ToListAsync(Cancellation));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 1, 30, 0, TimeSpan.Zero), recovery.RecordedAt);
        Assert.Empty(recovery.Unreadable);
    }
}
