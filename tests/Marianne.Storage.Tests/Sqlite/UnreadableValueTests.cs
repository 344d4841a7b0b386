using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of unreadable values, which are reported and kept while everything else is loaded.</summary>
public sealed class UnreadableValueTests : SqliteTestBase
{
    private static readonly byte[] NotUtf8 = [(byte)'{', 0xFF, (byte)'}'];

    [Theory]
    [InlineData("status", "resting", nameof(Job.Status))]
    [InlineData("config_snapshot", "{\"broken\":", nameof(Job.ConfigSnapshot))]
    [InlineData("config_snapshot", "[1]", nameof(Job.ConfigSnapshot))]
    [InlineData("config_snapshot", "{\"workspace\":\"\\ud800\"}", nameof(Job.ConfigSnapshot))]
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
    [InlineData("''")]
    [InlineData("x''")]
    [InlineData("x'ff41'")]
    [InlineData("CAST(x'ff41' AS TEXT)")]
    [InlineData("NULL")]
    public async Task A_job_without_a_valid_id_is_reported_and_the_others_are_listed(string id)
    {
        IJobStore store = Open();
        await SaveNew(store);
        await store.SaveAsync(new Job("damaged", "damaged", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await store.SaveAsync(new Job("weekly", "weekly", 1, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute($"UPDATE jobs SET id = {id} WHERE id = 'damaged'");
        var damage = new List<MarianneException>();

        List<Job> jobs = await store.ListAsync(new JobQuery { OnDamage = damage.Add }, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["nightly", "weekly"], jobs.Select(job => job.Id).Order());
        MarianneException error = Assert.Single(damage);
        Assert.Equal(MarianneError.StoreCorrupt, error.Error);
        Assert.Equal(StatePath, error.Target);
        Assert.Contains("the job in row 2 of the table 'jobs' is left out", error.Message, StringComparison.Ordinal);
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
    [InlineData("outcome_data", "{\"\\udc00\":1}", nameof(Sheet.OutcomeData))]
    [InlineData("validation_details", "[{\"passed\":true,\"other\":\"\\ud800\"}]", nameof(Sheet.ValidationDetails))]
    [InlineData("learned_patterns", "[\"\\ud83d\"]", nameof(Sheet.LearnedPatterns))]
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

    [Theory]
    [InlineData("jobs", "config_snapshot")]
    [InlineData("jobs", "error_message")]
    [InlineData("jobs", "description")]
    [InlineData("sheets", "validation_details")]
    [InlineData("sheets", "error_message")]
    public async Task Text_that_is_not_UTF8_is_reported_and_kept(string table, string column)
    {
        IJobStore store = Open();
        await SaveNew(store);
        await store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        using var plain = new PlainSqlite(StatePath);
        plain.Execute($"UPDATE {table} SET {column} = CAST(@1 AS TEXT)", NotUtf8);

        Job job = await Load(store);
        Assert.Contains(job.FindDamaged(), damaged => damaged.Unreadable.Values.Any(value => value.Column == column));

        job.ConfigPath = "changed";
        job.Sheets[0].ExitCode = 7;
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.Equal(NotUtf8, plain.Scalar($"SELECT CAST({column} AS BLOB) FROM {table}"));
        Assert.Equal("changed", plain.Scalar("SELECT config_path FROM jobs"));
    }

    [Fact]
    public async Task No_damaged_text_in_any_column_ends_a_call_with_an_error_of_NET()
    {
        IJobStore store = Open();
        await store.SaveAsync(
            Samples.FullJob("nightly", Processes.Current, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await store.RecordExecutionsAsync(
            [new Execution(0, "nightly", 1, 1, "prompt", "output", 0, null, Time.GetUtcNow())], Cancellation);
        using var plain = new PlainSqlite(StatePath);

        foreach (string table in (string[])["jobs", "sheets", "execution_history", "marianne_runners", "marianne_sheets"])
        {
            List<string> columns = plain.Rows($"SELECT name AS \"\" FROM pragma_table_info('{table}')");
            foreach (string column in columns.Select(name => name.Trim()).Where(name => name is not ("id" or "job_id")))
            {
                foreach (object text in (object[])[NotUtf8, "\"\\ud800\"", "{\"a\":\"\\udc00\"}", "[\"\\ud800\"]", "\0"])
                {
                    plain.Execute($"CREATE TEMP TABLE kept AS SELECT {column} AS value FROM {table}");
                    try
                    {
                        plain.Execute($"UPDATE OR IGNORE {table} SET {column} = CAST(@1 AS TEXT)", text);
                        await Use(store, $"{table}.{column}");
                    }
                    finally
                    {
                        plain.Execute($"UPDATE OR IGNORE {table} SET {column} = (SELECT value FROM kept)");
                        plain.Execute("DROP TABLE kept");
                    }
                }
            }
        }
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

    /// <summary>Reads and lists everything: no call may fail with an exception other than an error of the module.</summary>
    private static async Task Use(IJobStore store, string what)
    {
        try
        {
            await Load(store);
            await store.ListAsync(JobQuery.All with { WithSheets = true }, Cancellation).ToListAsync(Cancellation);
            await store.ListExecutionsAsync(new ExecutionQuery(), Cancellation).ToListAsync(Cancellation);
            await store.GetStatisticsAsync("nightly", Cancellation);
        }
        catch (MarianneException error)
        {
            Assert.NotEqual("", error.Message);
        }
        catch (Exception error)
        {
            Assert.Fail($"{what}: {error}");
        }
    }
}
