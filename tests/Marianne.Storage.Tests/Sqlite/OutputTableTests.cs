using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Stores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of the table of outputs, whose rows are valid only for the attempt that completed their sheet.</summary>
public sealed class OutputTableTests : SqliteTestBase
{
    private static readonly SheetOutput Found = new("nightly", 1, 1, "found") { Json = """["a","b"]""" };

    private static readonly SheetOutput Large =
        new("nightly", 1, 1, "large") { File = new OutputFile("/work/l.json", 70_000, "ff") };

    [Theory]
    [InlineData("UPDATE sheets SET attempt_count = 2")]
    [InlineData("UPDATE sheets SET started_at = '2026-12-01T07:05:10.000000+00:00'")]
    [InlineData("UPDATE sheets SET status = 'failed'")]
    [InlineData("UPDATE marianne_outputs SET attempt_count = 'many'")]
    public async Task A_row_of_another_attempt_is_ignored(string change)
    {
        IJobStore store = Open();
        await CompleteAsync(store);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute(change);

        Assert.Empty(await OutputsAsync(store));
    }

    [Fact]
    public async Task Outputs_survive_another_implementation_that_rewrites_every_row()
    {
        IJobStore store = Open();
        await CompleteAsync(store);

        using var plain = new PlainSqlite(StatePath);
        plain.Execute("PRAGMA foreign_keys = OFF");
        plain.Execute("CREATE TEMP TABLE j AS SELECT * FROM jobs; CREATE TEMP TABLE s AS SELECT * FROM sheets");
        plain.Execute("INSERT OR REPLACE INTO jobs SELECT * FROM j; INSERT OR REPLACE INTO sheets SELECT * FROM s");
        plain.Execute("UPDATE sheets SET started_at = '2026-12-01T07:05:09+00:00' WHERE started_at IS NOT NULL");

        Assert.Equal([Found, Large], await OutputsAsync(store));
    }

    [Fact]
    public async Task A_file_without_the_table_has_no_outputs_until_it_is_written()
    {
        await SaveNew(Open());
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("DROP TRIGGER marianne_outputs_deleted; DROP TABLE marianne_outputs");

        IJobStore store = Open();
        Assert.Empty(await OutputsAsync(store));

        await CompleteAsync(store, isNew: false);
        Assert.Equal([Found, Large], await OutputsAsync(store));
    }

    [Fact]
    public async Task A_copy_in_a_folder_and_a_repaired_file_have_the_outputs()
    {
        IJobStore store = Open();
        await CompleteAsync(store);
        var folder = new JsonJobStore(Folder["copies"], Time, Processes);
        IJobStore back = Open(Folder["back.db"]);

        await JobCopier.CopyAsync("nightly", store, folder, replace: false, Cancellation).ToListAsync(Cancellation);
        await JobCopier.CopyAsync("nightly", folder, back, replace: false, Cancellation).ToListAsync(Cancellation);
        StoreLocation repaired = new(StoreKind.Sqlite, Folder["repaired.db"]);
        StoreReport report = await new StoreRepairer(Time, Processes).CopyAsync(StatePath, repaired, Cancellation);

        Assert.Equal([Found, Large], await OutputsAsync(folder));
        Assert.Equal([Found, Large], await OutputsAsync(back));
        Assert.Empty(report.Lost);
        Assert.Equal([Found, Large], await OutputsAsync(Open(repaired.Path!)));
    }

    [Fact]
    public async Task A_damaged_output_is_reported_and_not_copied()
    {
        IJobStore store = Open();
        await CompleteAsync(store);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("UPDATE marianne_outputs SET value = '[1,' WHERE name = 'found'");
        IJobStore copy = Open(Folder["copy.db"]);
        var damage = new List<string>();

        await JobCopier.CopyAsync("nightly", store, copy, replace: false, damage.Add, Cancellation).ToListAsync(Cancellation);

        Assert.Equal([Large], await OutputsAsync(copy));
        Assert.StartsWith(
            "The output 'found' of sheet 1 of the job 'nightly' has a value that is not JSON", Assert.Single(damage),
            StringComparison.Ordinal);
    }

    private async Task CompleteAsync(IJobStore store, bool isNew = true)
    {
        if (isNew)
            await SaveNew(store);
        await store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        await store.UpdateSheetAsync(
            "nightly", 1, new SheetUpdate.Complete(SheetResult.Empty) { Outputs = [Found, Large] }, Cancellation);
    }

    private static async Task<List<SheetOutput>> OutputsAsync(IJobStore store) =>
        await store.ListOutputsAsync(new OutputQuery { JobId = "nightly" }, Cancellation).ToListAsync(Cancellation);
}
