using System.Text;
using System.Text.RegularExpressions;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Storage.Sqlite;
using Marianne.Storage.Tests.Sqlite;
using Marianne.Stores;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Repair;

/// <summary>Tests of listing, checking and copying SQLite files with damaged pages.</summary>
public sealed class SqliteRepairTests : SqliteTestBase
{
    private const int Jobs = 12;
    private const int PageSize = 4096;

    private StoreRepairer Repairer => field ??= new(Time, Processes);

    [Fact]
    public async Task An_intact_file_is_intact_and_copied_completely()
    {
        await SaveJobs();

        StoreReport report = await Repairer.CheckAsync(StatePath, Cancellation);
        Assert.Empty(report.Damages);
        Assert.Equal((StatePath, "Jobs", Jobs, true), (report.Path, report.Content, report.Readable, report.IsIntact));
        Assert.Null(report.Copied);

        report = await Repairer.CopyAsync(StatePath, New("copy.db"), Cancellation);
        Assert.Empty(report.Damages);
        Assert.Equal((Folder["copy.db"], Jobs), (report.Destination, report.Copied));
        await AreEqual(Open(), Open(Folder["copy.db"]), Jobs);
    }

    [Fact]
    public async Task A_single_damaged_page_leaves_the_rest_readable()
    {
        const int Step = 3; // Every page takes too long, and neighbours are alike.
        await SaveJobs();
        byte[] good = File.ReadAllBytes(StatePath);
        var random = new Random(5);
        for (int page = 2; page <= good.Length / PageSize; page += Step)
        {
            byte[] bad = [.. good];
            random.NextBytes(bad.AsSpan((page - 1) * PageSize, PageSize));
            string path = Folder[$"bad-{page}.db"];
            await File.WriteAllBytesAsync(path, bad, Cancellation);
            string copy = Folder[$"copy-{page}.db"];

            int listed = await List(path);
            StoreReport check = await Try(() => Repairer.CheckAsync(path, Cancellation));
            StoreReport report = await Try(() => Repairer.CopyAsync(path, New(copy), Cancellation));

            Assert.Equal(bad, await File.ReadAllBytesAsync(path, Cancellation));
            if (report.Path.Length == 0)
                continue; // The page is one of those that name the tables.

            Assert.False(check.IsIntact && report.Copied < Jobs, $"page {page}: nothing is said to be damaged");
            await using IJobStore store = CreateStore(copy);
            int copied = await store.ListAsync(JobQuery.All, Cancellation).CountAsync(Cancellation);
            Assert.Equal(report.Copied, copied);
            Assert.True(copied >= listed, $"page {page}: {copied} of {Jobs} jobs are copied, and {listed} are listed");
            Assert.True(copied == Jobs || report.Lost.Any(lost => lost.Where.Contains("job")), $"page {page}: who is lost is not said");
            Assert.Equal("ok", Check(copy));
        }
    }

    [Fact]
    public async Task The_jobs_of_a_damaged_table_are_listed_and_each_other_is_an_error()
    {
        await SaveJobs();
        string[] lost = DamageALeaf("(job-[0-9]+)Named");
        Assert.InRange(lost.Length, 1, Jobs - 1);

        var errors = new List<MarianneException>();
        List<Job> listed = await Open()
            .ListAsync(new JobQuery { OnDamage = errors.Add }, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(Jobs - lost.Length, listed.Count);
        Assert.All(listed, job => Assert.Equal(20, job.Sheets.Count(sheet => sheet.IsFinished)));
        Assert.All(errors, error => Assert.Equal(MarianneError.StoreCorrupt, error.Error));
        Assert.Equal(lost.Order(), errors.Select(error => $"{error.Target}").Order());
        MarianneException thrown = await Fails(
            MarianneError.StoreCorrupt, () => Open().ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation).AsTask());
        Assert.Contains("Repair-MarianneStore", thrown.Message, StringComparison.Ordinal);

        StoreReport report = await Repairer.CopyAsync(StatePath, New("copy.db"), Cancellation);
        Assert.Equal(Jobs - lost.Length, report.Copied);
        Assert.All(lost, id => Assert.Contains(report.Lost, damage => damage.Where == $"job '{id}'"));
    }

    [Fact]
    public async Task A_file_is_copied_to_a_folder()
    {
        await SaveJobs();
        StoreReport report = await Repairer.CopyAsync(StatePath, New("folder", StoreKind.Json), Cancellation);

        Assert.Empty(report.Damages);
        Assert.Equal(Jobs, Directory.GetFiles(Folder["folder"], "*.json").Length);
        Assert.Equal(Jobs, report.Copied);
    }

    [Fact]
    public async Task Unreadable_values_and_foreign_rows_are_reported_and_values_are_copied_unchanged()
    {
        await SaveJobs();
        using (var plain = new PlainSqlite(StatePath))
        {
            plain.Execute("UPDATE jobs SET created_at = 'yesterday' WHERE id = 'job-1'");
            plain.Execute("UPDATE sheets SET exit_reason = 'gremlins' WHERE job_id = 'job-2' AND sheet_num = 3");
            plain.Execute("PRAGMA foreign_keys = OFF");
            plain.Execute("INSERT INTO sheets (job_id, sheet_num) VALUES ('nobody', 1)");
            plain.Execute("CREATE TABLE mine (a)");
        }

        StoreReport report = await Repairer.CheckAsync(StatePath, Cancellation);
        Assert.Contains(report.Damages, damage => damage.Where == "job 'job-1'" && damage.Problem.Contains("created_at"));
        Assert.Contains(report.Damages, damage => damage.Where == "sheet 3 of the job 'job-2'" && !damage.IsLost);
        Assert.Contains(report.Damages, damage => damage.Where == "table 'sheets'" && damage.IsLost);

        report = await Repairer.CopyAsync(StatePath, New("copy.db"), Cancellation);
        Assert.Equal(["table 'mine'", "table 'sheets'"], report.Lost.Select(damage => damage.Where));
        using var copy = new PlainSqlite(Folder["copy.db"]);
        Assert.Equal("yesterday", copy.Scalar("SELECT created_at FROM jobs WHERE id = 'job-1'"));
        Assert.Equal(0L, copy.Scalar("SELECT count(*) FROM sheets WHERE job_id = 'nobody'"));
    }

    [Fact]
    public async Task A_learning_file_is_checked_and_copied()
    {
        await using (var store = new SqliteLearningStore(StatePath, Time))
        {
            var recovery = new LearnedRecovery { ErrorCode = "E101", ActualWait = TimeSpan.FromSeconds(5), Recovered = true };
            await store.RecordRecoveriesAsync([.. Enumerable.Repeat(recovery, 300)], Cancellation);
        }

        StoreReport report = await Repairer.CheckAsync(StatePath, Cancellation);
        Assert.Empty(report.Damages);
        Assert.Equal(("Learning", 300), (report.Content, report.Readable));

        DamageALeaf("(E101)");
        report = await Repairer.CopyAsync(StatePath, New("copy.db"), Cancellation);
        Assert.InRange(report.Copied!.Value, 100, 299);
        Assert.NotEmpty(report.Lost);
        await using var copy = new SqliteLearningStore(Folder["copy.db"], Time);
        Assert.Equal(report.Copied, await copy.CountRecoveriesAsync(new RecoveryQuery(), Cancellation));

        await Fails(
            MarianneError.InvalidParameter,
            () => Repairer.CopyAsync(StatePath, New("folder", StoreKind.Json), Cancellation).AsTask());
    }

    [Fact]
    public async Task Every_table_of_a_job_store_is_copied_without_the_rows_of_lost_jobs()
    {
        await SaveJobs();
        List<string> tables = FillTables("job-1", "nobody");
        Assert.Contains("marianne_approvals", tables);

        StoreReport report = await Repairer.CopyAsync(StatePath, New("copy.db"), Cancellation);

        using var source = new PlainSqlite(StatePath);
        using var copy = new PlainSqlite(Folder["copy.db"]);
        foreach (string table in tables)
        {
            bool isOfJob = $"{source.Scalar($"SELECT count(*) FROM pragma_table_info('{table}') WHERE name = 'job_id'")}" == "1";
            string count = $"SELECT count(*) FROM {table} {(isOfJob ? "WHERE job_id <> 'nobody'" : "")}";
            Assert.True((long)source.Scalar(count)! > 0, $"{table} is empty");
            Assert.True(source.Scalar(count)!.Equals(copy.Scalar($"SELECT count(*) FROM {table}")), $"rows of {table} differ");
            Assert.Equal(isOfJob, report.Lost.Any(damage => damage.Where == $"table '{table}'"));
        }
    }

    [Fact]
    public async Task An_older_file_is_copied_as_a_new_one()
    {
        Fixture("state-v2.db");
        StoreReport report = await Repairer.CopyAsync(StatePath, New("copy.db"), Cancellation);

        Assert.Empty(report.Lost);
        await AreEqual(Open(), Open(Folder["copy.db"]), (int)report.Copied!);
    }

    [Fact]
    public async Task Nothing_that_exists_is_overwritten_and_what_is_no_store_is_an_error()
    {
        await SaveJobs();
        await File.WriteAllTextAsync(Folder["other.db"], "mine", Cancellation);

        await Fails(MarianneError.InvalidParameter, () => Repairer.CopyAsync(StatePath, New("other.db"), Cancellation).AsTask());
        await Fails(MarianneError.NotAStore, () => Repairer.CheckAsync(Folder["other.db"], Cancellation).AsTask());
        await Fails(MarianneError.StoreNotFound, () => Repairer.CheckAsync(Folder["none.db"], Cancellation).AsTask());
        Assert.Equal("mine", await File.ReadAllTextAsync(Folder["other.db"], Cancellation));
    }

    private StoreLocation New(string name, StoreKind kind = StoreKind.Sqlite) => new(kind, Folder[name]);

    private async Task SaveJobs()
    {
        await using IJobStore store = CreateStore(StatePath);
        for (int number = 1; number <= Jobs; number++)
        {
            var job = new Job($"job-{number}", "Name", 20, Time.GetUtcNow()) { Description = new string('d', 900) };
            foreach (Sheet sheet in job.Sheets)
            {
                sheet.Status = SheetStatus.Completed;
                sheet.ErrorMessage = new string('m', 150);
            }

            await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
            var attempt = new Execution(0, job.Id, 1, 1, null, new string('y', 1500), 0, null, Time.GetUtcNow());
            await store.RecordExecutionsAsync([attempt, attempt, attempt], Cancellation);
            await store.AttachHistoryAsync(job.Id, null, new MemoryStream(new byte[6000]), Cancellation);
        }
    }

    /// <summary>Adds a row to each table of this module, or one for each job where the table has rows of jobs. Returns the tables.</summary>
    private List<string> FillTables(params string[] jobs)
    {
        using var plain = new PlainSqlite(StatePath);
        List<string> tables =
            [.. Column("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'marianne%' ORDER BY name")];
        foreach ((string table, string job) in tables.SelectMany(table => jobs.Select(job => (table, job))))
        {
            IEnumerable<string> values = Column($"SELECT name || ' ' || type AS c FROM pragma_table_info('{table}') ORDER BY cid").Select(
                column => column.EndsWith("TEXT", StringComparison.Ordinal) ? $"'{job}'"
                    : column.EndsWith("BLOB", StringComparison.Ordinal) ? "x'00'"
                    : $"{1000 + Array.IndexOf(jobs, job)}");
            plain.Execute($"INSERT OR IGNORE INTO {table} VALUES ({string.Join(", ", values)})");
        }

        foreach (int index in Enumerable.Range(0, jobs.Length))
            plain.Execute("INSERT INTO execution_history VALUES (@1, 'job-1', 1, 1, NULL, NULL, 0, 1, '2026-12-01')", 1000 + index);

        return tables;

        IEnumerable<string> Column(string sql) => plain.Rows(sql).Select(row => row[(row.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>Overwrites the first leaf of a table that has rows with a pattern, and returns its matches.</summary>
    private string[] DamageALeaf(string pattern)
    {
        const byte TableLeaf = 0x0D;
        byte[] bytes = File.ReadAllBytes(StatePath);
        for (int start = PageSize; start < bytes.Length; start += PageSize)
        {
            string text = Encoding.Latin1.GetString(bytes, start, PageSize);
            string[] found = [.. Regex.Matches(text, pattern).Select(match => match.Groups[1].Value)];
            if (bytes[start] != TableLeaf || found.Length == 0)
                continue;

            Array.Fill(bytes, (byte)0xA5, start, PageSize);
            File.WriteAllBytes(StatePath, bytes);
            return found;
        }

        throw new InvalidOperationException("There is no such leaf.");
    }

    private async Task<int> List(string path)
    {
        await using IJobStore store = CreateStore(path);
        try
        {
            return await store.ListAsync(new JobQuery { OnDamage = _ => { } }, Cancellation).CountAsync(Cancellation);
        }
        catch (MarianneException)
        {
            return 0;
        }
    }

    private static async Task<StoreReport> Try(Func<ValueTask<StoreReport>> repair)
    {
        try
        {
            return await repair();
        }
        catch (MarianneException error) when (error.Error is MarianneError.StoreCorrupt or MarianneError.NotAStore)
        {
            return new StoreReport { Path = "", Content = "", Readable = 0, Damages = [new("all", error.Message, IsLost: true)] };
        }
    }

    private static string? Check(string path)
    {
        using var plain = new PlainSqlite(path);
        return $"{plain.Scalar("PRAGMA integrity_check")}";
    }

    private static async Task AreEqual(IJobStore source, IJobStore copy, int jobs)
    {
        List<Job> expected = await source.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation);
        List<Job> actual = await copy.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(jobs, expected.Count);
        Assert.Equal(expected.Select(job => job.Id), actual.Select(job => job.Id));
        Assert.All(expected.Zip(actual), pair => Samples.AssertEqual(pair.First, pair.Second));
        foreach (Job job in expected)
        {
            var query = new ExecutionQuery { JobId = job.Id };
            Assert.Equal(
                await source.CountExecutionsAsync(query, Cancellation), await copy.CountExecutionsAsync(query, Cancellation));
            Assert.Equal(
                await source.ListHistoriesAsync(job.Id, Cancellation), await copy.ListHistoriesAsync(job.Id, Cancellation));
        }
    }
}
