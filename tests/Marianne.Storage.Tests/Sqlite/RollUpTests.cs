using System.Globalization;
using Marianne.Learning;
using Marianne.Testing;
using Marianne.Waits;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of the roll-ups, which also count the rows that another implementation writes.</summary>
public sealed class RollUpTests : LearningTestBase
{
    private const string Recovery =
        "INSERT INTO error_recoveries (id, error_code, actual_wait, recovery_success, recorded_at, model, time_of_day) "
        + "VALUES (@1, @2, @3, @4, @5, @6, @7)";

    private const string Outcome =
        "INSERT INTO executions (id, workspace_hash, job_hash, sheet_num, completed_at, success_without_retry) "
        + "VALUES (@1, @2, 'j', 1, @3, @4)";

    [Fact]
    public async Task Rows_of_another_implementation_are_counted()
    {
        ILearningStore store = await OpenEmpty();
        using (var plain = new PlainSqlite(LearningPath))
        {
            plain.Execute(Recovery, "a", "E101", 10.0, 1, "2026-03-01T10:00:00", null, 10);
            plain.Execute(Recovery, "b", "E101", 20.0, 0, "2026-03-01T10:00:00", "opus", 10);
            plain.Execute(Recovery, "c", "E101", 30.0, 1, "2026-03-01T11:00:00", "opus", 11);
            plain.Execute(Outcome, "a", "w1", "2026-03-01T10:00:00", 1);
            plain.Execute(Outcome, "b", "w2", "2026-03-01T10:00:00", 0);
        }

        await AssertCounts(store);
        Assert.Equal([30.0, 10.0], (await store.GetWaitSamplesAsync("E101", null, Cancellation)).Recent);
        Assert.Equal(
            [new(11, 1, 1)], (await store.GetRecoveryHoursAsync("E101", "opus", Cancellation)).Where(h => h.Successes > 0));
        Assert.Equal(2, (await store.GetStatisticsAsync(Cancellation)).UniqueWorkspaces);
    }

    [Fact]
    public async Task Changes_removals_and_replacements_are_counted()
    {
        ILearningStore store = await OpenEmpty();
        using var plain = new PlainSqlite(LearningPath);
        string replacement = Recovery.Replace("INSERT", "INSERT OR REPLACE", StringComparison.Ordinal);
        string ignored = Recovery.Replace("INSERT", "INSERT OR IGNORE", StringComparison.Ordinal);
        string replacedOutcome = Outcome.Replace("INSERT", "INSERT OR REPLACE", StringComparison.Ordinal);
        for (int number = 0; number < 12; number++)
        {
            plain.Execute(Recovery, $"{number}", $"E{number % 3}", 1.0, number % 2, "t", number % 4 == 0 ? null : "opus", number);
            plain.Execute(Outcome, $"{number}", $"w{number % 5}", "t", number % 2);
        }

        plain.Execute(replacement, "0", "E9", 1.0, 1, "t", "sonnet", 3);
        await AssertCounts(store);
        plain.Execute(replacement, "new", "E9", 1.0, 1, "t", null, 3);
        plain.Execute(replacedOutcome, "0", "w9", "t", 1);
        await AssertCounts(store);
        plain.Execute(ignored, "1", "E9", 1.0, 1, "t", null, 3);
        plain.Execute(Recovery + " ON CONFLICT (id) DO UPDATE SET error_code = 'E8'", "1", "E9", 1.0, 1, "t", null, 3);
        await AssertCounts(store);

        // The record of a replacement that failed is rolled back with its row.
        plain.Execute(ignored, "2", "E9", 1.0, 1, "t", null, 3);
        plain.Execute("DELETE FROM error_recoveries WHERE id = '2'");
        plain.Execute(Recovery, "2", "E7", 1.0, 1, "t", null, 3);
        plain.Execute(
            "UPDATE error_recoveries SET recovery_success = 1 - recovery_success, model = 'haiku' WHERE time_of_day > 8");
        plain.Execute("UPDATE executions SET workspace_hash = 'w0' WHERE workspace_hash = 'w1'");
        plain.Execute("UPDATE executions SET success_without_retry = NULL WHERE id = '3'");
        plain.Execute("DELETE FROM executions WHERE workspace_hash = 'w2'; DELETE FROM error_recoveries WHERE error_code = 'E1'");
        await AssertCounts(store);

        plain.Execute("DELETE FROM executions; DELETE FROM error_recoveries");
        await AssertCounts(store);
        Assert.Equal(LearningStatistics.None, await store.GetStatisticsAsync(Cancellation));
    }

    [Fact]
    public async Task Rows_with_only_NULL_values_are_counted()
    {
        ILearningStore store = await OpenEmpty();
        using var plain = new PlainSqlite(LearningPath);
        plain.Execute(Recovery, null, "E101", null, null, null, null, null);
        plain.Execute(Recovery, null, "E101", null, 1, null, null, null);
        plain.Execute(Recovery, "x", "E101", "long", "yes", "then", 5, "noon");
        plain.Execute(Recovery, "y", "E101", -3.0, 1, 7, "", 24);
        plain.Execute(Outcome, null, "w", null, null);
        plain.Execute(Outcome, "z", "w", "never", "perhaps");

        await AssertCounts(store);
        Assert.Equal(
            [new(-1, 2, 1), new(0, 2, 1)], await store.GetRecoveryHoursAsync("E101", null, Cancellation));
        var window = ExecutionWindow.Of(await store.GetRecoveryHoursAsync("E101", null, Cancellation));
        Assert.Equal(4, window.SampleCount);
        Assert.Equal(2, window.Hours[0].Samples);
        Assert.Equal([0.0, 0.0], (await store.GetWaitSamplesAsync("E101", null, Cancellation)).Recent);
    }

    [Theory]
    [InlineData("DROP TRIGGER marianne_recovery_added")]
    [InlineData("DROP TRIGGER marianne_recovery_hour_added")]
    [InlineData("DROP TRIGGER marianne_recovery_hour_changed")]
    [InlineData( // The file of an earlier version.
        "DROP TRIGGER marianne_recovery_hour_added; DROP TRIGGER marianne_recovery_hour_changed; DROP TABLE marianne_recovery_counts")]
    public async Task Roll_ups_are_created_for_existing_rows_and_again_if_a_part_is_missing(string removal)
    {
        Fixture("learning-v15.db");
        ILearningStore store = Open();
        await RecordRecovery(store);
        await AssertCounts(store);
        Assert.Equal(401, (await store.GetStatisticsAsync(Cancellation)).TotalErrorRecoveries);
        await store.DisposeAsync();

        using (var plain = new PlainSqlite(LearningPath))
        {
            plain.Execute(removal);
            plain.Execute(Recovery, "a", "E101", 10.0, 1, "2026-03-01T10:00:00", null, 10);
        }

        ILearningStore again = Open();
        await AssertCounts(again);
        Assert.Equal(402, (await again.GetStatisticsAsync(Cancellation)).TotalErrorRecoveries);
        await RecordRecovery(again);
        await AssertCounts(again);
        Assert.Equal(403, (await again.GetStatisticsAsync(Cancellation)).TotalErrorRecoveries);
    }

    [Fact]
    public async Task Outcomes_that_are_recorded_together_are_counted_like_those_of_others()
    {
        ILearningStore store = await OpenEmpty();
        using var plain = new PlainSqlite(LearningPath);
        plain.Execute(Outcome, "7", "w1", "2026-03-01T10:00:00", 1);
        plain.Execute(Outcome.Replace("INSERT", "INSERT OR REPLACE", StringComparison.Ordinal), "7", "w2", "t", 0);

        Assert.Equal(299, (await store.RecordOutcomesAsync(Together(300), Cancellation)).Count);
        await AssertCounts(store);
        Assert.Empty(await store.RecordOutcomesAsync(Together(300), Cancellation));
        await AssertCounts(store);
        plain.Execute(Outcome, "a", "w1", "2026-03-01T10:00:00", 1);
        plain.Execute("DELETE FROM executions WHERE id IN ('7', '8', '9')");
        Assert.Equal(103, (await store.RecordOutcomesAsync(Together(400), Cancellation)).Count);
        await AssertCounts(store);
    }

    [Fact]
    public async Task Triggers_of_others_fire_for_outcomes_that_are_recorded_together()
    {
        ILearningStore store = await OpenEmpty();
        await AssertCounts(store); // Opens a session, which reads the names of the triggers.
        using var plain = new PlainSqlite(LearningPath);
        plain.Execute("CREATE TABLE theirs (id)");
        plain.Execute("CREATE TRIGGER theirs_added AFTER INSERT ON executions BEGIN INSERT INTO theirs VALUES (NEW.id); END");

        await store.RecordOutcomesAsync(Together(300), Cancellation);
        Assert.Equal(300L, plain.Scalar("SELECT count(*) FROM theirs"));
        await AssertCounts(store);
    }

    /// <summary>Returns the number of successes that a learned wait is based on, which is read together with the most recent ones.</summary>
    private static async Task<long> SuccessesAsync(ILearningStore store, string code, string? model)
    {
        WaitSamples samples = await store.GetWaitSamplesAsync(code, model, Cancellation);
        Assert.Equal(Math.Min(samples.Count, WaitSamples.MostRecent), samples.Recent.Count);
        return samples.Count;
    }

    private static OutcomeReport[] Together(int count) =>
    [
        .. Enumerable.Range(0, count).Select(number => new OutcomeReport
        {
            Id = $"{number}",
            JobId = "j",
            SheetId = "1",
            WorkspacePath = $"/w{number % 3}",
            RetryCount = number % 2,
        }),
    ];

    /// <summary>Asserts that the store returns the counts of plain SQL.</summary>
    private async Task AssertCounts(ILearningStore store)
    {
        using var plain = new PlainSqlite(LearningPath);
        LearningStatistics statistics = await store.GetStatisticsAsync(Cancellation);
        Assert.Equal(plain.Scalar("SELECT count(*) FROM executions"), statistics.TotalExecutions);
        Assert.Equal(plain.Scalar("SELECT count(DISTINCT workspace_hash) FROM executions"), statistics.UniqueWorkspaces);
        Assert.Equal(
            Convert.ToDouble(
                plain.Scalar("SELECT ifnull(avg(success_without_retry IS 1), 0.0) FROM executions"),
                CultureInfo.InvariantCulture),
            statistics.SuccessWithoutRetryRate,
            1e-9);
        Assert.Equal(plain.Scalar("SELECT count(*) FROM error_recoveries"), statistics.TotalErrorRecoveries);

        foreach (string code in plain.Rows("SELECT DISTINCT error_code FROM error_recoveries").Select(row => row[11..]))
        {
            foreach (string? model in (string?[])[null, "opus", "sonnet", "haiku"])
            {
                string filter = "error_code = @1 AND (@2 IS NULL OR model = @2)";
                var query = new RecoveryQuery { ErrorCode = code, Model = model };
                Assert.Equal(
                    plain.Scalar($"SELECT count(*) FROM error_recoveries WHERE {filter}", code, model),
                    await store.CountRecoveriesAsync(query, Cancellation));
                object? successes = plain.Scalar(
                    $"SELECT count(*) FROM error_recoveries WHERE {filter} AND recovery_success = 1", code, model);
                Assert.Equal(successes, await store.CountRecoveriesAsync(query with { Recovered = true }, Cancellation));
                Assert.Equal(successes, await SuccessesAsync(store, code, model));
            }
        }
    }
}
