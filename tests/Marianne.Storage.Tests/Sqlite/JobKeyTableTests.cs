using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of the table of keys, which other implementations neither read nor write.</summary>
public sealed class JobKeyTableTests : SqliteTestBase
{
    private const string Rows = "SELECT job_id FROM marianne_job_keys";

    private static readonly JobKey Key = JobKey.Of("nightly", "/srv/nightly");

    [Theory]
    [InlineData("completed")]
    [InlineData("cancelled")]
    public async Task A_job_that_another_implementation_finished_has_no_key(string status)
    {
        IJobStore store = Open();
        Assert.Null(await CreateAsync(store, "first"));
        using var plain = new PlainSqlite(StatePath);
        plain.Execute($"UPDATE jobs SET status = '{status}'");

        Assert.Null(await CreateAsync(store, "second"));
        Assert.Equal("second", await CreateAsync(store, "third"));
        Assert.Equal("second", plain.Scalar(Rows));
    }

    [Fact]
    public async Task A_job_that_another_implementation_rewrites_keeps_its_key_and_one_that_it_deletes_does_not()
    {
        IJobStore store = Open();
        Assert.Null(await CreateAsync(store, "first"));
        using var plain = new PlainSqlite(StatePath);
        plain.Execute("PRAGMA foreign_keys = OFF");
        plain.Execute("CREATE TEMP TABLE j AS SELECT * FROM jobs; INSERT OR REPLACE INTO jobs SELECT * FROM j");
        Assert.Equal("first", await CreateAsync(store, "second"));

        plain.Execute("DELETE FROM jobs");
        Assert.Empty(plain.Rows(Rows));
        Assert.Null(await CreateAsync(store, "second"));
    }

    [Fact]
    public async Task A_finished_job_leaves_no_row()
    {
        IJobStore store = Open();
        Assert.Null(await CreateAsync(store, "first"));
        await store.UpdateAsync("first", new JobUpdate.Cancel(), Cancellation);

        using var plain = new PlainSqlite(StatePath);
        Assert.Empty(plain.Rows(Rows));
    }

    [Fact]
    public async Task A_file_without_the_table_gets_it()
    {
        await SaveNew(Open(), "old");
        using var plain = new PlainSqlite(StatePath);
        plain.Execute("DROP TRIGGER marianne_job_keys_deleted; DROP TABLE marianne_job_keys");

        IJobStore store = Open();
        Assert.Equal("old", (await Load(store, "old")).Id);
        await store.UpdateAsync("old", new JobUpdate.Cancel(), Cancellation);
        Assert.Null(await CreateAsync(store, "first"));
        Assert.Equal("first", await CreateAsync(store, "second"));
    }

    private static ValueTask<string?> CreateAsync(IJobStore store, string id) =>
        store.CreateAsync(new Job(id, "nightly", 2, DateTimeOffset.UnixEpoch), Key, _ => true, Cancellation);
}
