using System.Text;
using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of attached histories in a file that another implementation writes as well.</summary>
public sealed class AttachedHistoryTests : SqliteTestBase
{
    private const string Count = "SELECT count(*) FROM marianne_histories";

    [Fact]
    public async Task Another_implementations_save_keeps_it_and_its_deletion_deletes_it()
    {
        IJobStore store = Open();
        await SaveNew(store);
        await Attach(store, "nightly", null);
        await Attach(store, "nightly", 2);

        using var plain = new PlainSqlite(StatePath);
        plain.Execute("PRAGMA foreign_keys = OFF");
        plain.Execute("CREATE TEMP TABLE j AS SELECT * FROM jobs; CREATE TEMP TABLE s AS SELECT * FROM sheets");
        plain.Execute("DELETE FROM sheets; INSERT OR REPLACE INTO jobs SELECT * FROM j; INSERT INTO sheets SELECT * FROM s");
        Assert.Equal(2L, plain.Scalar(Count));
        Assert.Equal(2, (await store.ListHistoriesAsync("nightly", Cancellation)).Count);

        plain.Execute("DELETE FROM jobs WHERE id = 'nightly'");
        Assert.Equal(0L, plain.Scalar(Count));
    }

    [Fact]
    public async Task An_older_file_has_no_histories_until_one_is_attached()
    {
        byte[] before = File.ReadAllBytes(Fixture("state-v2.db"));
        IJobStore store = Open();
        Assert.Empty(await store.ListHistoriesAsync("job-05", Cancellation));
        Assert.Null(await store.OpenHistoryAsync("job-05", 1, Cancellation));
        await Fails(MarianneError.JobNotFound, () => Attach(store, "missing", null));
        Assert.Equal(before, File.ReadAllBytes(StatePath));

        await Attach(store, "job-05", 1);

        Assert.Equal(1, Assert.Single(await store.ListHistoriesAsync("job-05", Cancellation)).SheetNumber);
    }

    [Fact]
    public async Task A_file_of_an_earlier_build_gets_the_table_with_the_first_write()
    {
        await SaveNew(Open());
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("DROP TRIGGER marianne_job_histories_deleted; DROP TABLE marianne_histories");

        IJobStore store = Open();
        Assert.Empty(await store.ListHistoriesAsync("nightly", Cancellation));
        await Attach(store, "nightly", null);

        Assert.True(await store.DeleteAsync("nightly", Cancellation));
        using var after = new PlainSqlite(StatePath);
        Assert.Equal(0L, after.Scalar(Count));
    }

    private static async Task Attach(IJobStore store, string id, int? sheetNumber)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("{}"));
        await store.AttachHistoryAsync(id, sheetNumber, content, Cancellation);
    }
}
