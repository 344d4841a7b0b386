using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Storage.Repair;
using Marianne.Storage.Sqlite;
using Marianne.Storage.Tests.Sqlite;
using Marianne.Stores;
using Xunit;

namespace Marianne.Storage.Tests.Repair;

/// <summary>Tests of files whose first page is damaged: it has the header and the root of the list of tables.</summary>
public sealed class FirstPageTests : SqliteTestBase
{
    private const int PageSize = 4096;
    private const int HeaderSize = 100;

    private StoreRepairer Repairer => field ??= new(Time, Processes);

    [Theory]
    [InlineData(0, PageSize, 0x00)]
    [InlineData(0, PageSize, 0xA5)]
    [InlineData(0, HeaderSize, 0x00)]
    [InlineData(0, 16, 0xFF)]
    [InlineData(HeaderSize, PageSize - HeaderSize, 0x00)]
    [InlineData(HeaderSize, PageSize - HeaderSize, 0xA5)]
    public async Task A_file_with_a_damaged_first_page_is_copied_completely(int start, int length, byte fill)
    {
        await SaveJobs();
        File.Copy(StatePath, Folder["good.db"]);
        await DamageAsync(StatePath, start, length, fill);
        byte[] damaged = await File.ReadAllBytesAsync(StatePath, Cancellation);

        StoreReport check = await Repairer.CheckAsync(StatePath, Cancellation);
        StoreReport report = await Repairer.CopyAsync(StatePath, new(StoreKind.Sqlite, Folder["copy.db"]), Cancellation);

        Assert.False(check.IsIntact);
        Assert.Equal((StatePath, "its first page is damaged, and was rebuilt from the list of its tables"),
            (check.Damages[0].Where, check.Damages[0].Problem));
        Assert.Equal((StatePath, 3L), (report.Path, report.Copied));
        Assert.Empty(report.Lost);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(StatePath, Cancellation));
        Assert.Equal(await ContentAsync(Folder["good.db"]), await ContentAsync(Folder["copy.db"]));
    }

    [Fact]
    public async Task A_copy_can_be_a_folder()
    {
        await SaveJobs();
        await DamageAsync(StatePath, 0, PageSize, 0);

        StoreReport report = await Repairer.CopyAsync(StatePath, new(StoreKind.Json, Folder["copies"]), Cancellation);

        Assert.Equal(3, report.Copied);
        Assert.Equal(3, Directory.GetFiles(Folder["copies"], "*.json").Length);
    }

    [Fact]
    public async Task A_learning_store_is_copied_too()
    {
        string path = Folder["learning.db"];
        await using (var learning = new SqliteLearningStore(path, Time))
        {
            var recovery = new LearnedRecovery { ErrorCode = "E101", ActualWait = TimeSpan.FromSeconds(5), Recovered = true };
            await learning.RecordRecoveriesAsync([recovery, recovery], Cancellation);
        }

        await DamageAsync(path, 0, PageSize, 0xA5);

        StoreReport report = await Repairer.CopyAsync(path, new(StoreKind.Sqlite, Folder["copy.db"]), Cancellation);

        Assert.Equal(("Learning", 2L), (report.Content, report.Copied));
        await using var copy = new SqliteLearningStore(Folder["copy.db"], Time);
        Assert.Equal(2, await copy.CountRecoveriesAsync(new RecoveryQuery(), Cancellation));
    }

    [Fact]
    public async Task A_file_whose_list_of_tables_was_on_that_page_is_an_error()
    {
        Fixture("state-v4.db");
        await DamageAsync(StatePath, 0, PageSize, 0);

        MarianneException error = await Fails(
            MarianneError.NotAStore,
            () => Repairer.CopyAsync(StatePath, new(StoreKind.Sqlite, Folder["copy.db"]), Cancellation).AsTask());

        Assert.Contains("its first page is damaged", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Repair-MarianneStore", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Folder["copy.db"]));
    }

    [Fact]
    public async Task A_list_of_tables_that_is_there_twice_is_an_error()
    {
        await SaveJobs();
        byte[] bytes = await File.ReadAllBytesAsync(StatePath, Cancellation);
        int list = Enumerable.Range(2, (bytes.Length / PageSize) - 1)
            .First(page => SchemaPage.Read(page, bytes.AsSpan((page - 1) * PageSize, PageSize)) is not null);
        await File.WriteAllBytesAsync(
            StatePath, [.. bytes, .. bytes.AsSpan((list - 1) * PageSize, PageSize)], Cancellation);
        await DamageAsync(StatePath, 0, PageSize, 0);

        await Fails(MarianneError.NotAStore, () => Repairer.CheckAsync(StatePath, Cancellation).AsTask());
    }

    [Fact]
    public async Task The_error_of_such_a_file_names_the_repair()
    {
        await SaveJobs();
        await DamageAsync(StatePath, 0, PageSize, 0xA5);

        MarianneException error = await Fails(
            MarianneError.NotAStore, () => Open().ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation).AsTask());

        Assert.Contains("Repair-MarianneStore -Destination", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(16_383, 2)]
    [InlineData(16_384, 3)]
    [InlineData(1L << 40, 6)]
    public void An_integer_is_read_as_it_was_written(long value, int length)
    {
        ReadOnlySpan<byte> bytes = VarInt.Write(value);
        Assert.Equal(length, bytes.Length);

        Assert.True(VarInt.TryRead(ref bytes, out long read));
        Assert.Equal((value, 0), (read, bytes.Length));
    }

    private async Task SaveJobs()
    {
        await using IJobStore store = CreateStore(StatePath);
        foreach (string id in (string[])["one", "two", "three"])
        {
            await store.SaveAsync(new Job(id, id, 2, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
            await store.UpdateSheetAsync(id, 1, new SheetUpdate.Skip("why not"), Cancellation);
            var attempt = new Execution(0, id, 2, 1, null, new string('y', 9000), 0, null, Time.GetUtcNow());
            await store.RecordExecutionsAsync([attempt], Cancellation);
        }
    }

    private static async Task DamageAsync(string path, int start, int length, byte fill)
    {
        byte[] bytes = await File.ReadAllBytesAsync(path, Cancellation);
        bytes.AsSpan(start, length).Fill(fill);
        await File.WriteAllBytesAsync(path, bytes, Cancellation);
    }

    private async Task<List<string>> ContentAsync(string path)
    {
        await using IJobStore store = CreateStore(path);
        var content = new List<string>();
        await foreach (Job job in store.ListAsync(JobQuery.All, Cancellation))
            content.Add($"{job.Id} {job.UpdatedAt:O} {job.Sheets[0].ErrorMessage}");
        await foreach (Execution attempt in store.ListExecutionsAsync(new ExecutionQuery { First = long.MaxValue }, Cancellation))
            content.Add($"{attempt.Id} {attempt.JobId} {attempt.Output?.Length}");
        return content;
    }
}
