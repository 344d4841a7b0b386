using System.IO.Compression;
using System.Text;
using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Stores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of outputs above 4 KB, of which the shared column has the end and a table of this module the whole.</summary>
public sealed class AttemptOutputTableTests : SqliteTestBase
{
    private const string Shared = "SELECT output FROM execution_history";
    private const string Rows = "SELECT count(*) FROM marianne_attempt_outputs";
    private const string DropTriggers =
        "DROP TRIGGER marianne_attempt_output_changed; DROP TRIGGER marianne_attempt_output_deleted";

    private static readonly string Long = string.Join('\n', Enumerable.Range(1, 3000).Select(number => $"line {number} ✓ 😀"));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4095, 0)]
    [InlineData(4096, 0)]
    [InlineData(4097, 1)]
    [InlineData(51_200, 1)]
    public async Task Only_outputs_above_4_KB_are_divided(int length, long rows)
    {
        string output = new('x', length);

        Execution read = await RoundTripAsync(output);

        Assert.Equal(output, read.Output);
        Assert.Empty(read.Unreadable);
        using var plain = new PlainSqlite(StatePath);
        Assert.Equal(rows, plain.Scalar(Rows));
        Assert.Equal(new string('x', Math.Min(length, 4096)), plain.Scalar(Shared));
    }

    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    public async Task The_shared_end_begins_with_a_whole_character(string character)
    {
        for (int before = 0; before < 4; before++)
        {
            string output = string.Concat(Enumerable.Repeat(character, 3000)) + new string('a', before);

            Assert.Equal(output, (await RoundTripAsync(output, $"job-{before}")).Output);

            using var plain = new PlainSqlite(StatePath);
            string shared = (string)plain.Scalar($"{Shared} WHERE job_id = 'job-{before}'")!;
            Assert.EndsWith(shared, output, StringComparison.Ordinal);
            Assert.StartsWith(character, shared, StringComparison.Ordinal);
            Assert.InRange(Encoding.UTF8.GetByteCount(shared), 4093, 4096);
        }
    }

    [Fact]
    public async Task Halves_of_surrogate_pairs_are_replaced_in_long_outputs_too()
    {
        string output = new string('a', 8000) + "\ud83d" + new string('b', 4095) + "\udc00";

        Assert.Equal(output.Replace('\ud83d', '\uFFFD').Replace('\udc00', '\uFFFD'), (await RoundTripAsync(output)).Output);
    }

    [Fact]
    public async Task Other_programs_can_read_the_whole()
    {
        await RoundTripAsync(Long);

        using var plain = new PlainSqlite(StatePath);
        byte[] content = (byte[])plain.Scalar("SELECT content FROM marianne_attempt_outputs")!;
        using var zlib = new StreamReader(new ZLibStream(new MemoryStream(content), CompressionMode.Decompress), Encoding.UTF8);
        Assert.Equal(Long, await zlib.ReadToEndAsync(Cancellation));
        Assert.Equal((long)Encoding.UTF8.GetByteCount(Long), plain.Scalar("SELECT size FROM marianne_attempt_outputs"));
    }

    [Theory]
    [InlineData("UPDATE execution_history SET output = 'other'", "other")]
    [InlineData("UPDATE execution_history SET output = NULL", null)]
    [InlineData($"{DropTriggers}; UPDATE execution_history SET output = 'other'", "other")]
    [InlineData($"{DropTriggers}; UPDATE execution_history SET output = NULL", null)]
    public async Task The_whole_of_an_output_that_another_implementation_changed_is_ignored(string change, string? expected)
    {
        await RoundTripAsync(Long);
        using (var plain = new PlainSqlite(StatePath))
        {
            plain.Execute(change);
            Assert.Equal(change.StartsWith("DROP", StringComparison.Ordinal) ? 1L : 0L, plain.Scalar(Rows));
        }

        Execution read = await SingleAsync(Open());
        Assert.Equal(expected, read.Output);
        Assert.Empty(read.Unreadable);
    }

    [Fact]
    public async Task Another_implementation_that_rewrites_every_row_keeps_the_whole()
    {
        await RoundTripAsync(Long);
        using (var plain = new PlainSqlite(StatePath))
        {
            plain.Execute("UPDATE execution_history SET output = output, exit_code = 3");
            plain.Execute("CREATE TEMP TABLE h AS SELECT * FROM execution_history");
            plain.Execute("INSERT OR REPLACE INTO execution_history SELECT * FROM h");
        }

        Execution read = await SingleAsync(Open());
        Assert.Equal((Long, 3), (read.Output, read.ExitCode));
    }

    [Theory]
    [InlineData("DELETE FROM execution_history")]
    [InlineData("PRAGMA foreign_keys = ON; DELETE FROM jobs")]
    public async Task Another_implementation_that_deletes_attempts_leaves_nothing(string change)
    {
        await RoundTripAsync(Long);
        using var plain = new PlainSqlite(StatePath);

        plain.Execute(change);

        Assert.Equal(0L, plain.Scalar(Rows));
    }

    [Fact]
    public async Task Deleting_and_replacing_a_job_leave_nothing()
    {
        IJobStore store = Open();
        await RoundTripAsync(Long);
        await RoundTripAsync(Long, "left");
        using var plain = new PlainSqlite(StatePath);
        plain.Execute("PRAGMA foreign_keys = OFF; DELETE FROM jobs WHERE id = 'left'");
        Assert.Equal(2L, plain.Scalar(Rows));

        await store.DeleteAsync("nightly", Cancellation);
        Assert.Equal(1L, plain.Scalar(Rows));

        await using IJobImport import = await store.BeginImportAsync(new Job("left", "New", 1, Time.GetUtcNow()), false, Cancellation);
        await import.CommitAsync(Cancellation);
        Assert.Equal(0L, plain.Scalar(Rows));
    }

    [Theory]
    [InlineData(HistoryPart.Jobs)]
    [InlineData(HistoryPart.Attempts)]
    [InlineData(HistoryPart.Output)]
    public async Task Clearing_counts_the_stored_bytes_and_leaves_nothing(HistoryPart part)
    {
        IJobStore store = Open();
        await RoundTripAsync(Long);
        Job job = await Load(store);
        (job.Status, job.CompletedAt) = (JobStatus.Completed, Time.GetUtcNow());
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        EndedJob ended = EndedJob.Of(await Load(store))!;
        using var plain = new PlainSqlite(StatePath);
        long stored = (long)plain.Scalar("SELECT octet_length(content) FROM marianne_attempt_outputs")!;

        HistoryAmount measured = (await store.MeasureHistoryAsync(part, [ended], Cancellation)).Amount;
        HistoryAmount cleared = (await store.ClearHistoryAsync(part, [ended], Cancellation)).Amount;

        Assert.Equal(measured, cleared);
        Assert.InRange(measured.Bytes, stored + 4093, stored + 4096 + 500);
        Assert.Equal(0L, plain.Scalar(Rows));
    }

    [Fact]
    public async Task The_end_and_the_whole_are_written_together_or_not_at_all()
    {
        IJobStore store = Open();
        await SaveNew(store);
        using var plain = new PlainSqlite(StatePath);
        plain.Execute(
            "CREATE TRIGGER full BEFORE INSERT ON marianne_attempt_outputs BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");

        await Assert.ThrowsAnyAsync<Exception>(async () => await RecordAsync(store, Long));

        Assert.Equal(0L, plain.Scalar("SELECT count(*) FROM execution_history"));
    }

    [Theory]
    [InlineData("size = 1")]
    [InlineData("size = 'many'")]
    [InlineData("size = 9223372036854775807")]
    [InlineData("content = x''")]
    [InlineData("content = 'text'")]
    [InlineData("content = 5")]
    [InlineData("content = zeroblob(1000)")]
    [InlineData("content = substr(content, 1, 1000)")]
    [InlineData("content = x'78F900000001'")]
    public async Task Of_a_damaged_whole_the_end_is_left_and_the_damage_is_reported(string change)
    {
        IJobStore store = Open();
        await RoundTripAsync(Long);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute($"UPDATE marianne_attempt_outputs SET {change}");

        Execution read = await SingleAsync(store);
        StoreReport report = await new StoreRepairer(Time, Processes).CheckAsync(StatePath, Cancellation);
        IJobStore copy = Open(Folder["copy.db"]);
        var damage = new List<string>();
        await JobCopier.CopyAsync("nightly", store, copy, replace: false, damage.Add, Cancellation).ToListAsync(Cancellation);

        Assert.InRange(Encoding.UTF8.GetByteCount(read.Output!), 4093, 4096);
        Assert.EndsWith(read.Output!, Long, StringComparison.Ordinal);
        UnreadableValue value = Assert.Single(read.Unreadable);
        Assert.Equal("whole_output", value.Column);
        StoreDamage found = Assert.Single(report.Damages);
        Assert.Equal(("attempt 1 of the job 'nightly'", false), (found.Where, found.IsLost));
        Assert.Equal("whole_output cannot be read: it is damaged, and only the end of the output is left", found.Problem);
        Assert.Contains("was copied without its whole_output", Assert.Single(damage), StringComparison.Ordinal);
        Assert.Equal(read.Output, (await SingleAsync(copy)).Output);
    }

    [Fact]
    public async Task No_damaged_byte_gives_another_output()
    {
        IJobStore store = Open();
        await RoundTripAsync(Long);
        using var plain = new PlainSqlite(StatePath);
        byte[] content = (byte[])plain.Scalar("SELECT content FROM marianne_attempt_outputs")!;
        var random = new Random(7);
        for (int round = 0; round < 200; round++)
        {
            byte[] damaged = [.. content];
            damaged[random.Next(damaged.Length)] ^= (byte)random.Next(1, 256);
            plain.Execute("UPDATE marianne_attempt_outputs SET content = @1", damaged);

            Execution read = await SingleAsync(store);

            Assert.True(read.Output == Long || read.Unreadable.Count == 1);
            Assert.EndsWith(read.Output!, Long, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_without_the_table_is_read_as_it_is_and_gets_it_with_the_first_write()
    {
        await SaveNew(Open());
        using (var plain = new PlainSqlite(StatePath))
        {
            plain.Execute($"{DropTriggers}; DROP TABLE marianne_attempt_outputs");
            plain.Execute(
                "INSERT INTO execution_history (job_id, sheet_num, attempt_num, output, executed_at) "
                + "VALUES ('nightly', 1, 1, @1, '2026-12-01T07:05:09+00:00')",
                Long);
        }

        IJobStore store = Open();
        Assert.Equal(Long, (await SingleAsync(store)).Output);

        await RecordAsync(store, Long + "!");
        using var after = new PlainSqlite(StatePath);
        Assert.Equal(1L, after.Scalar(Rows));
        Assert.Equal(Long, after.Scalar($"{Shared} WHERE id = 1"));
        Assert.Equal([Long, Long + "!"], await OutputsAsync(store));
    }

    [Fact]
    public async Task Copies_have_the_whole()
    {
        IJobStore store = Open();
        await RoundTripAsync(Long);
        var folder = new JsonJobStore(Folder["copies"], Time, Processes);
        IJobStore back = Open(Folder["back.db"]);
        StoreLocation repaired = new(StoreKind.Sqlite, Folder["repaired.db"]);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("INSERT INTO marianne_attempt_outputs VALUES (4711, 1, x'00')"); // Its attempt is lost.

        await JobCopier.CopyAsync("nightly", store, folder, replace: false, Cancellation).ToListAsync(Cancellation);
        await JobCopier.CopyAsync("nightly", folder, back, replace: false, Cancellation).ToListAsync(Cancellation);
        StoreReport report = await new StoreRepairer(Time, Processes).CopyAsync(StatePath, repaired, Cancellation);

        Assert.Empty(report.Lost);
        foreach (IJobStore copy in (IJobStore[])[folder, back, Open(repaired.Path!)])
            Assert.Equal([Long], await OutputsAsync(copy));
        using var copied = new PlainSqlite(repaired.Path!);
        Assert.Equal(1L, copied.Scalar(Rows));
    }

    [Fact]
    public async Task A_file_is_smaller_than_its_outputs()
    {
        IJobStore store = Open();
        await SaveNew(store);
        string output = Long[..Math.Min(Long.Length, 51_200)];
        for (int number = 0; number < 40; number++)
            await RecordAsync(store, output);
        await store.DisposeAsync();

        Assert.InRange(new FileInfo(StatePath).Length, 1, 40 * output.Length / 2);
    }

    private async Task<Execution> RoundTripAsync(string output, string id = "nightly")
    {
        IJobStore store = Open();
        await SaveNew(store, id);
        Execution recorded = await RecordAsync(store, output, id);
        Assert.Equal(output, recorded.Output);
        return await SingleAsync(store, id);
    }

    private async Task<Execution> RecordAsync(IJobStore store, string output, string id = "nightly") => (await store.RecordExecutionsAsync(
        [new Execution(0, id, 1, 1, null, output, 0, null, Time.GetUtcNow())], Cancellation)).Single();

    private static async Task<Execution> SingleAsync(IJobStore store, string id = "nightly") =>
        await store.ListExecutionsAsync(new ExecutionQuery { JobId = id }, Cancellation).SingleAsync(Cancellation);

    private static async Task<List<string?>> OutputsAsync(IJobStore store) => await store
        .ListExecutionsAsync(new ExecutionQuery { OldestFirst = true }, Cancellation).Select(read => read.Output).ToListAsync(Cancellation);
}
