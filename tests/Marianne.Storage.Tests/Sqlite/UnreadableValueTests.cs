using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of unreadable values, which are reported and kept while everything else is loaded.</summary>
public sealed class UnreadableValueTests : SqliteTestBase
{
    [Theory]
    [InlineData("status", "resting", nameof(Job.Status))]
    [InlineData("config_snapshot", "{\"broken\":", nameof(Job.ConfigSnapshot))]
    [InlineData("config_snapshot", "[1]", nameof(Job.ConfigSnapshot))]
    [InlineData("started_at", "yesterday", nameof(Job.StartedAt))]
    [InlineData("completed_at", "2026-13-45T99:00:00+00:00", nameof(Job.CompletedAt))]
    [InlineData("created_at", "", nameof(Job.CreatedAt))]
    [InlineData("total_retry_count", "many", nameof(Job.TotalRetryCount))]
    [InlineData("current_sheet", "first", nameof(Job.CurrentSheet))]
    [InlineData("pid", 99999999999L, nameof(Job.Runner))]
    public async Task A_job_with_an_unreadable_value_is_loaded_and_keeps_it(string column, object value, string property)
    {
        IJobStore store = Open();
        await SaveNew(store);
        using var plain = new PlainSqlite(StatePath);
        plain.Execute($"UPDATE jobs SET {column} = @1", value);

        Job job = await Load(store);
        UnreadableValue unreadable = job.Unreadable[property];
        Assert.Equal(column, unreadable.Column);
        Assert.Equal(value.ToString(), unreadable.Raw);
        Assert.Equal("Name of nightly", job.Name);

        job.Description = "changed";
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.Equal(value, plain.Scalar($"SELECT {column} FROM jobs"));
        Assert.Equal("changed", plain.Scalar("SELECT description FROM jobs"));
    }

    [Theory]
    [InlineData("status", "resting", nameof(Sheet.Status))]
    [InlineData("error_category", "bad_luck", nameof(Sheet.ErrorCategory))]
    [InlineData("exit_reason", "bored", nameof(Sheet.ExitReason))]
    [InlineData("execution_mode", "slow", nameof(Sheet.ExecutionMode))]
    [InlineData("outcome_category", "mixed", nameof(Sheet.OutcomeCategory))]
    [InlineData("validation_details", "[{\"rule_type\":\"file_exists\"}]", nameof(Sheet.ValidationDetails))]
    [InlineData("validation_details", "{}", nameof(Sheet.ValidationDetails))]
    [InlineData("passed_validations", "[1,", nameof(Sheet.PassedValidations))]
    [InlineData("learned_patterns", "[null]", nameof(Sheet.LearnedPatterns))]
    [InlineData("outcome_data", "3", nameof(Sheet.OutcomeData))]
    [InlineData("execution_duration_seconds", "long", nameof(Sheet.ExecutionDuration))]
    [InlineData("execution_duration_seconds", 1e300, nameof(Sheet.ExecutionDuration))]
    [InlineData("started_at", "12:00", nameof(Sheet.StartedAt))]
    public async Task A_sheet_with_an_unreadable_value_is_loaded_and_keeps_it(string column, object value, string property)
    {
        IJobStore store = Open();
        await SaveNew(store);
        await store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        using var plain = new PlainSqlite(StatePath);
        plain.Execute($"UPDATE sheets SET {column} = @1", value);

        Job job = await Load(store);
        Assert.Equal(column, job.Sheets[0].Unreadable[property].Column);

        job.Sheets[0].ErrorMessage = "changed";
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.Equal(value, plain.Scalar($"SELECT {column} FROM sheets"));
        Assert.Equal("changed", plain.Scalar("SELECT error_message FROM sheets"));
    }

    [Fact]
    public async Task An_unknown_word_is_returned_unchanged_but_a_new_one_is_rejected()
    {
        IJobStore store = Open();
        await SaveNew(store);
        await store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("UPDATE sheets SET error_category = 'bad_luck', status = 'resting'");

        Job job = await Load(store);
        Assert.Equal("bad_luck", job.Sheets[0].ErrorCategory);
        Assert.Equal(SheetStatus.Unknown, job.Sheets[0].Status);

        job.Sheets[0].ErrorCategory = "worse_luck";
        MarianneException error = await Fails(
            MarianneError.InvalidSheet, () => store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation).AsTask());
        Assert.Contains("worse_luck", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_the_property_replaces_the_unreadable_value()
    {
        IJobStore store = Open();
        await SaveNew(store);
        using var plain = new PlainSqlite(StatePath);
        plain.Execute("UPDATE jobs SET config_snapshot = 'broken'");

        Job job = await Load(store);
        job.ConfigSnapshot = "{}";
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Assert.Empty((await Load(store)).Unreadable);
        Assert.Equal("{}", plain.Scalar("SELECT config_snapshot FROM jobs"));
    }

    [Fact]
    public async Task A_sheet_that_the_job_does_not_have_is_reported_and_kept()
    {
        IJobStore store = Open();
        await SaveNew(store);
        using var plain = new PlainSqlite(StatePath);
        plain.Execute("INSERT INTO sheets (job_id, sheet_num, status) VALUES ('nightly', 7, 'completed')");

        Job job = await Load(store);
        Assert.Equal(3, job.Sheets.Count);
        Assert.Equal(0, job.Progress.Finished);
        Assert.Equal("7", job.Unreadable[nameof(Job.Sheets)].Raw);

        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.Equal("completed", plain.Scalar("SELECT status FROM sheets WHERE sheet_num = 7"));
    }

    [Theory]
    [InlineData("2026-03-01T07:05:09+00:00")]
    [InlineData("2026-03-01T07:05:09Z")]
    [InlineData("2026-03-01T09:05:09.000+02:00")]
    [InlineData("2026-03-01 07:05:09Z")]
    public async Task Every_format_of_a_time_is_read(string text)
    {
        IJobStore store = Open();
        await SaveNew(store);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("UPDATE jobs SET started_at = @1", text);

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 7, 5, 9, TimeSpan.Zero), (await Load(store)).StartedAt);
    }

    [Fact]
    public async Task A_time_without_an_offset_is_local()
    {
        IJobStore store = Open();
        await SaveNew(store);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("UPDATE jobs SET started_at = '2026-03-01T07:05:09.25'");

        var local = new DateTime(2026, 3, 1, 7, 5, 9, 250, DateTimeKind.Local);
        Assert.Equal(new DateTimeOffset(local), (await Load(store)).StartedAt);
    }
}
