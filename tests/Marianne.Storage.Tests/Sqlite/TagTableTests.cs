using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of the table of tags, which other implementations neither read nor write.</summary>
public sealed class TagTableTests : SqliteTestBase
{
    [Fact]
    public async Task Tags_survive_another_implementation_that_rewrites_every_row_but_not_one_that_deletes_it()
    {
        IJobStore store = Open();
        await SaveTagged(store);
        using var plain = new PlainSqlite(StatePath);
        plain.Execute("PRAGMA foreign_keys = OFF");
        plain.Execute("CREATE TEMP TABLE j AS SELECT * FROM jobs; INSERT OR REPLACE INTO jobs SELECT * FROM j");
        Assert.Equal(["ops", "night"], (await Load(store)).Tag);

        plain.Execute("DELETE FROM jobs; INSERT INTO jobs SELECT * FROM j");
        Assert.Empty((await Load(store)).Tag);
        Assert.Empty(plain.Rows("SELECT * FROM marianne_tags"));
    }

    [Fact]
    public async Task A_file_without_the_table_has_no_tags_until_it_is_written()
    {
        await SaveTagged(Open());
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("DROP TRIGGER marianne_tags_deleted; DROP TABLE marianne_tags");

        IJobStore store = Open();
        Job job = await Load(store);
        Assert.Empty(job.Tag);
        Assert.Empty(await store.ListAsync(new JobQuery { Tag = _ => true }, Cancellation).ToListAsync(Cancellation));

        job.Tag = ["new"];
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.Equal(["new"], (await Load(store)).Tag);
    }

    [Fact]
    public async Task A_value_of_another_type_is_read_as_text()
    {
        IJobStore store = Open();
        await SaveTagged(store);
        using var plain = new PlainSqlite(StatePath);
        plain.Execute("UPDATE marianne_tags SET tag = CASE position WHEN 0 THEN 5 ELSE x'6162' END");

        Assert.Equal(["5", "ab"], (await Load(store)).Tag);
    }

    private async Task SaveTagged(IJobStore store)
    {
        await SaveNew(store);
        Job job = await Load(store);
        job.Tag = ["ops", "night"];
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
    }
}
