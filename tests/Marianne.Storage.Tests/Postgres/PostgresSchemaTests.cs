using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Storage.Postgres;
using Marianne.Waits;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of how the tables are created and migrated.</summary>
public sealed class PostgresSchemaTests : PostgresTestBase
{
    [Fact]
    public async Task Eight_processes_that_begin_at_once_on_an_empty_database_create_one_schema()
    {
        IJobStore[] stores = [.. Enumerable.Range(0, 8).Select(_ => Open())];

        await Task.WhenAll(stores.Select((store, index) =>
            Task.Run(() => store.SaveAsync(NewJob($"job{index}"), SaveMode.IfUnchanged, Cancellation).AsTask(), Cancellation)));

        Assert.Equal(8L, await Schema.Scalar("SELECT count(*) FROM main.jobs"));
        Assert.Equal((long)PostgresSchema.Version, await Schema.Scalar("SELECT count(*) FROM main.schema_version"));
    }

    [Fact]
    public async Task A_store_that_does_not_exist_reads_as_empty_and_is_not_created()
    {
        IJobStore store = Open();

        Assert.Null(await store.LoadAsync("nightly", Cancellation));
        Assert.Empty(await store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation));
        await Fails(MarianneError.JobNotFound, () => store.UpdateAsync("nightly", new JobUpdate.Resume(), Cancellation).AsTask());
        await Fails(MarianneError.StoreNotFound, () => store.OpenAsync(mustExist: true, Cancellation).AsTask());
        Assert.False(await Exists());
    }

    [Fact]
    public async Task An_older_schema_is_migrated_step_by_step()
    {
        await Open().OpenAsync(mustExist: false, Cancellation);
        await Schema.Scalar(
            "DROP TABLE main.outcomes, main.recoveries, main.rate_limits, main.circuits, main.clusters, main.marianne_job_keys, "
            + "main.marianne_claims, main.marianne_workers, main.marianne_queue, main.marianne_limits, main.marianne_limit_slots, "
            + "main.marianne_limit_queue, main.marianne_outputs, main.marianne_items, main.marianne_attempts, main.marianne_origins, "
            + "main.marianne_archived_figures, main.marianne_approvals, main.marianne_retention, "
            + "main.marianne_cleared_outcomes, main.marianne_cleared_recoveries, main.marianne_learned_retention; "
            + "DELETE FROM main.schema_version WHERE version > 1");

        await Open().SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);

        Assert.Equal(0L, await Schema.Scalar("SELECT count(*) FROM main.outcomes"));
        Assert.Equal(PostgresSchema.Version, await Schema.Scalar("SELECT max(version) FROM main.schema_version"));
    }

    [Fact]
    public async Task An_older_schema_is_read_without_being_migrated()
    {
        IJobStore current = Open();
        await current.SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);
        await current.UpdateAsync("nightly", new JobUpdate.Run(new RunnerProcess(7, "elsewhere", "x")), Cancellation);
        await Schema.Scalar(
            "DROP TABLE main.marianne_claims, main.marianne_workers, main.marianne_queue, main.marianne_limits, "
            + "main.marianne_limit_slots, main.marianne_limit_queue, main.marianne_outputs, main.marianne_items, main.marianne_attempts, "
            + "main.marianne_origins, main.marianne_archived_figures, main.marianne_approvals, "
            + "main.marianne_retention, main.marianne_cleared_outcomes, main.marianne_cleared_recoveries, "
            + "main.marianne_learned_retention; DELETE FROM main.schema_version WHERE version > 3");
        IJobStore store = Open();
        PostgresLearningStore learning = Keep(new PostgresLearningStore(Schema.Database(), Time));

        Job? job = await store.LoadAsync("nightly", Cancellation);

        Assert.Equal((JobStatus.Running, false), (job?.Status, job?.IsZombie));
        Assert.Single(await store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await store.ListClaimsAsync("nightly", Cancellation));
        Assert.Empty(await store.ListWorkersAsync(Cancellation));
        Assert.Empty(await store.ListOutputsAsync(new OutputQuery { JobId = "nightly" }, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await store.ListApprovalsAsync(new ApprovalQuery(), Cancellation));
        Assert.Equal(LearningStatistics.None, await learning.GetStatisticsAsync(Cancellation));
        Assert.Empty(await learning.GetRecoveryHoursAsync(null, null, Cancellation));
        Assert.Equal(WaitSamples.None, await learning.GetWaitSamplesAsync("E101", null, Cancellation));
        Assert.Equal(RetentionRule.None, await store.GetRetentionAsync(Cancellation));
        Assert.Empty(await learning.ListLimitsAsync(_ => ProcessState.Unknown, Cancellation));
        Assert.Equal(3, await Schema.Scalar("SELECT max(version) FROM main.schema_version"));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_before_anything_is_written()
    {
        IJobStore open = Open();
        await open.SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);
        await Schema.Scalar("INSERT INTO main.schema_version VALUES (99, now())");

        MarianneException error = await Fails(
            MarianneError.StoreTooNew, () => Open().SaveAsync(NewJob("new"), SaveMode.IfUnchanged, Cancellation).AsTask());
        await Fails(
            MarianneError.StoreTooNew, () => open.SaveAsync(NewJob("new"), SaveMode.IfUnchanged, Cancellation).AsTask());

        Assert.Contains("99", error.Message, StringComparison.Ordinal);
        Assert.Equal(1L, await Schema.Scalar("SELECT count(*) FROM main.jobs"));
    }

    [Fact]
    public async Task A_lock_of_another_process_on_the_schema_is_waited_for_without_blocking()
    {
        PostgresDatabase database = Keep(new PostgresDatabase(Schema.Options, Schema.Warnings.Add) { Patience = TimeSpan.Zero });
        await using Npgsql.NpgsqlConnection other = await Schema.OpenAsync();
        await using Npgsql.NpgsqlTransaction transaction = await other.BeginTransactionAsync(Cancellation);
        await using var command = new Npgsql.NpgsqlCommand(
            $"SELECT pg_advisory_xact_lock(hashtextextended('marianne:{Schema.Name}', 0))", other);
        await command.ExecuteNonQueryAsync(Cancellation);

        await Fails(MarianneError.StoreBusy, () => database.OpenAsync(mustExist: false, Cancellation).AsTask());
        await transaction.RollbackAsync(Cancellation);
        await database.OpenAsync(mustExist: false, Cancellation);

        Assert.True(await Exists());
    }

    [Fact]
    public async Task A_character_that_the_server_refuses_is_replaced_with_a_warning()
    {
        Job job = NewJob();
        job.Description = "a\0b";
        job.ConfigSnapshot = """{"text":"a\u0000b","path":"c:\\u0000"}""";
        job.Sheets[0].PassedValidations = ["a\0b", @"\u0000"];

        await Open().SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Job? loaded = await Open().LoadAsync("nightly", Cancellation);

        Assert.Equal("a\uFFFDb", loaded!.Description);
        Assert.Equal(["a\uFFFDb", @"\u0000"], loaded.Sheets[0].PassedValidations);
        Assert.Contains("""c:\\u0000""", loaded.ConfigSnapshot, StringComparison.Ordinal);
        Assert.Contains(Schema.Warnings, warning => warning.Contains("NUL", StringComparison.Ordinal));
    }

    private async Task<bool> Exists() =>
        await Schema.Scalar($"SELECT count(*) FROM pg_namespace WHERE nspname = '{Schema.Name}'") is 1L;
}
