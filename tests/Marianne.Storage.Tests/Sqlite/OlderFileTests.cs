using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of older files, which are read as they are and migrated by the first write.</summary>
public sealed class OlderFileTests : SqliteTestBase
{
    private const string Versions = "SELECT group_concat(version) FROM (SELECT version FROM schema_version ORDER BY version)";

    [Fact]
    public async Task Reading_an_older_file_does_not_change_it()
    {
        byte[] before = File.ReadAllBytes(Fixture("state-v2.db"));

        IJobStore store = Open();
        await store.OpenAsync(mustExist: true, Cancellation);
        Job job = await Load(store, "job-05");
        await store.DisposeAsync();

        Assert.True(job.Sheets[0].IsFinished);
        Assert.Equal(before, File.ReadAllBytes(StatePath));
        Assert.Single(Directory.GetFiles(Folder.Path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_first_write_migrates_a_file_and_keeps_its_values(int version)
    {
        Fixture("state-v2.db");
        Prepare(version);
        IJobStore store = Open();
        Job before = await Load(store, "job-05");

        before.Description = "migrated";
        await store.SaveAsync(before, SaveMode.IfUnchanged, Cancellation);

        using var plain = new PlainSqlite(StatePath);
        Assert.Equal("1,2,3,4", plain.Scalar(Versions));
        Job after = await Load(store, "job-05");
        Samples.AssertEqual(before, after);
        Assert.Contains(after.Sheets, sheet => sheet.SuccessWithoutRetry);
        Assert.Equal(12L, await store.CountAsync(JobQuery.All, Cancellation));
    }

    [Fact]
    public async Task An_interrupted_migration_continues()
    {
        Fixture("state-v2.db");
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("ALTER TABLE sheets ADD COLUMN exit_signal INTEGER");

        IJobStore store = Open();
        await SaveNew(store, "new");

        using var after = new PlainSqlite(StatePath);
        Assert.Equal("1,2,3,4", after.Scalar(Versions));
        Assert.NotNull((await Load(store, "job-05")).Sheets[0].CompletedAt);
    }

    [Fact]
    public async Task A_file_that_is_migrated_under_an_open_store_can_still_be_read()
    {
        Fixture("state-v2.db");
        IJobStore reader = Open();
        bool before = (await Load(reader, "job-05")).Sheets[0].SuccessWithoutRetry;

        await SaveNew(Open(), "new");

        Assert.Equal(before, (await Load(reader, "job-05")).Sheets[0].SuccessWithoutRetry);
    }

    /// <summary>Converts the fixture, which has version 2, to another old version.</summary>
    private void Prepare(int version)
    {
        using var plain = new PlainSqlite(StatePath);
        if (version == 1)
            plain.Execute("ALTER TABLE jobs DROP COLUMN config_path; DELETE FROM schema_version WHERE version = 2");
        if (version == 3)
        {
            plain.Execute(
                "ALTER TABLE sheets ADD COLUMN execution_duration_seconds REAL;"
                + "ALTER TABLE sheets ADD COLUMN exit_signal INTEGER;"
                + "ALTER TABLE sheets ADD COLUMN exit_reason TEXT; INSERT INTO schema_version VALUES (3, 'then')");
        }
    }
}
