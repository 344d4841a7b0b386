using System.Globalization;
using System.Text;
using Marianne.Executors;
using Marianne.History;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Marianne.Storage.Json;
using Marianne.Storage.Sqlite;
using Marianne.Storage.Yaml;
using Marianne.Testing;
using Xunit;

namespace Marianne.Runner.Tests.Fuzz;

/// <summary>
/// Gives damaged content to every reader. Nothing but errors of ours leaves a reader, whatever a file, a row or an output contains.
/// </summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private const string Score = """
        {"name":"nightly","workspace":"/work/out","instrument":"claude -p {prompt}","secrets":["A"],
         "sheets":[{"command":"make é","environment":{"A":"b"}},{"prompt":"p","timeout_seconds":15.5}],
         "sheet":{"dependencies":{"2":[1]},"skip_when_command":{"1":{"command":"x"}}},
         "retry":{"max_retries":2,"jitter":true},"cost_limits":{"enabled":true,"max_cost_per_job":1},
         "validations":[{"type":"content_regex","path":"p","pattern":"a+","condition":"sheet_num > 1"}]}
        """;

    private const string Yaml = """
        name: nightly
        workspace: ./out
        sheets:
          - &first { name: collect, command: git log, environment: { LANG: C } }
          - prompt: |
              Look at é.
            timeout_seconds: 9.5e2
          - *first
        instrument: "claude -p {prompt}"
        sheet: { dependencies: { 2: [1], 3: [2, 1] } }
        cost_limits: { max_cost_per_job: 4.50 }
        validations: [{ type: content_regex, path: a, pattern: '(x|y)*', condition: sheet_num >= 2 and sheet_num != 3 }]
        """;

    private const string Output =
        """
        {"marianne_usage": {"input_tokens": 1200, "output_tokens": 300, "model": "claude-4", "cost": 0.25}}
        API Error: 429 {"type":"error","error":{"type":"rate_limit_error","message":"limit reached, resets at 3:15pm (UTC)"}}
        retry-after: 120
        You've hit your usage limit. Try again at Dec 31st, 2026 11:59 PM or in 3 days 2 hours.
        """;

    private static readonly DateTimeOffset Now = new(2026, 12, 1, 7, 5, 9, TimeSpan.Zero);

    private static readonly object?[] OddValues =
    [
        null, 0, -1, 1, 2, long.MinValue, long.MaxValue, int.MaxValue + 1L, 1e300, -1e300, double.Epsilon, 9.3e11, 922_337_203_684.9,
        "", " ", "x", "\0", "null", "[]", "{}", "[null]", "{\"a\":", "[1,2]", "{\"workspace\":\"\\ud800\"}", "NaN", "1e400",
        "9999-12-31T23:59:59.999999+00:00", "9999-12-31T23:59:59.999999-14:00", "0001-01-01T00:00:00+14:00",
        "2026-02-30T00:00:00", "2026-03-01 07:05:09", "completed", "in_progress", "claude", "job-1", "ｊｏｂ", "\ud83d\ude00",
        new byte[] { 0xFF, 0xFE, 0 }, Array.Empty<byte>(), new string('z', 70_000), new string('[', 5000),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly FakeProcessList _processes = new();
    private readonly RunClockAt _time = new(Now);

    private StoreUse Use => new(_time, _processes);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bytes_of_a_job_file()
    {
        byte[] good = await JobFile();
        await FuzzRun.OfAsync("SQLite job store, bytes", 12, random => UseJobs(ByteMutator.Change(good, random), random));
    }

    [Fact]
    public async Task Values_of_a_job_file()
    {
        byte[] good = await JobFile();
        await FuzzRun.OfAsync("SQLite job store, values", 10, async random =>
        {
            string path = await Write("values.db", good);
            ChangeValues(path, random);
            await UseJobs(null, random, path);
        });
    }

    [Fact]
    public async Task Bytes_of_a_learning_file()
    {
        byte[] good = await LearningFile();
        await FuzzRun.OfAsync("SQLite learning store, bytes", 8, async random =>
            await UseLearning(await Write("learning.db", ByteMutator.Change(good, random)), random));
    }

    [Fact]
    public async Task Values_of_a_learning_file()
    {
        byte[] good = await LearningFile();
        await FuzzRun.OfAsync("SQLite learning store, values", 7, async random =>
        {
            string path = await Write("learning.db", good);
            ChangeValues(path, random);
            await UseLearning(path, random);
        });
    }

    [Fact]
    public async Task Files_of_a_folder_of_jobs()
    {
        string folder = _folder["jobs"];
        await using (var store = new JsonJobStore(folder, _time, _processes))
            await Fill(store);
        string[] files = [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        byte[][] good = [.. files.Select(File.ReadAllBytes)];

        await FuzzRun.OfAsync("JSON job store, files", 8, async random =>
        {
            int index = random.Next(files.Length);
            await File.WriteAllBytesAsync(files[index], Change(good[index], random), Cancellation);
            await using (var store = new JsonJobStore(folder, _time, _processes))
            {
                await Use.OfJobsAsync(store, ["job-1", "job-2"]);
                await Plan(store);
            }

            if (random.Next(10) == 0)
                await Use.OfRepairerAsync(folder, New());
            Directory.Delete(folder, recursive: true);
            Directory.CreateDirectory(Path.Combine(folder, "job-1.steps"));
            Directory.CreateDirectory(Path.Combine(folder, "job-2.steps"));
            for (int each = 0; each < files.Length; each++)
                await File.WriteAllBytesAsync(files[each], good[each], Cancellation);
        });
    }

    [Theory]
    [InlineData(".yaml", Yaml, 14)]
    [InlineData(".json", Score, 12)]
    public async Task Scores(string extension, string text, int share)
    {
        string file = _folder["score" + extension];
        await FuzzRun.OfAsync($"score {extension}", share, async random =>
        {
            await File.WriteAllBytesAsync(file, Change(Encoding.UTF8.GetBytes(text), random), Cancellation);
            ScoreReadResult result = ScoreFile.Read(
                file, format => format == ScoreFormat.Yaml ? new YamlScoreReader() : new JsonScoreReader());
            Assert.NotEqual(result.Score is null, result.Problems.Count == 0);
            ScoreSnapshot.Of(result.OrThrow());
        });
    }

    [Fact]
    public Task Configurations_of_jobs() => FuzzRun.OfAsync("configuration of a job", 9, async random =>
    {
        await using var store = new Marianne.Storage.Memory.MemoryJobStore(_time, _processes);
        var job = new Job("job-1", "nightly", 2, Now)
        {
            ConfigSnapshot = Encoding.UTF8.GetString(Change(Encoding.UTF8.GetBytes(Score), random)),
            ConfigPath = random.Next(3) == 0 ? ByteMutator.Change("scores/nightly.yaml", random) : null,
        };
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await Plan(store);
    });

    [Fact]
    public async Task Execution_histories()
    {
        byte[] good = HistoryBytes();
        await FuzzRun.OfAsync("execution history", 10, random =>
        {
            byte[] bytes = Change(good, random);
            var history = ExecutionHistory.Import(new MemoryStream(bytes), "The file 'orders.json'");
            history.Export(Stream.Null);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public Task Outputs_of_sheets() => FuzzRun.OfAsync("output of a sheet", 10, random =>
    {
        string output = ByteMutator.Change(Output, random);
        foreach (string line in output.Split('\n'))
            UsageLineParser.Parse(line);
        AttemptReader.Read(new AttemptEvidence { Output = output, ExitCode = random.Next(-1, 300), Now = Now, Zone = TimeZoneInfo.Utc });
        return Task.CompletedTask;
    });

    private async Task UseJobs(byte[]? bytes, Random random, string? path = null)
    {
        path ??= await Write("bytes.db", bytes!);
        await using (var store = new SqliteJobStore(path, _time, _processes))
        {
            await StoreUse.Try(() => store.OpenAsync(mustExist: true, Cancellation).AsTask());
            await Use.OfJobsAsync(store, ["job-1", "job-2"]);
            await Plan(store);
        }

        if (random.Next(10) == 0)
            await Use.OfRepairerAsync(path, New());
    }

    private async Task UseLearning(string path, Random random)
    {
        await using (var store = new SqliteLearningStore(path, _time))
            await StoreUse.OfLearningAsync(store);
        if (random.Next(10) == 0)
            await Use.OfRepairerAsync(path, New());
    }

    /// <summary>Finds the job of a score, and the score of a job.</summary>
    private async Task Plan(IJobStore store)
    {
        Score score = ScoreJson.Read(Score, _folder.Path);
        await StoreUse.Try(() => new JobPlanner(store, _time).PlanAsync(new RunRequest { Score = score }, Cancellation).AsTask());
        await StoreUse.Try(() => new JobPlanner(store, _time).PlanAsync(new RunRequest { JobId = "job-1" }, Cancellation).AsTask());
    }

    private static void ChangeValues(string path, Random random)
    {
        using var plain = new PlainSqlite(path);
        plain.Execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
        string[] tables = [.. Names(plain, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            string table = tables[random.Next(tables.Length)];
            string[] columns = [.. Names(plain, $"SELECT name FROM pragma_table_info('{table}') WHERE NOT (pk = 1 AND type = 'INTEGER')")];
            if (columns.Length == 0)
                continue;

            string column = columns[random.Next(columns.Length)];
            string which = random.Next(3) == 0 ? "1" : $"{columns[0]} = (SELECT {columns[0]} FROM {table} LIMIT 1)";
            plain.Execute($"UPDATE OR IGNORE {table} SET {column} = @1 WHERE {which}", OddValues[random.Next(OddValues.Length)]);
        }
    }

    /// <summary>Damages the bytes, or changes the values of what stays JSON.</summary>
    private static byte[] Change(byte[] content, Random random) =>
        random.Next(2) == 0 ? ByteMutator.Change(content, random) : JsonMutator.Change(content, random);

    private static IEnumerable<string> Names(PlainSqlite plain, string sql) =>
        plain.Rows(sql).Select(row => row[(row.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

    private async Task<byte[]> JobFile()
    {
        string path = _folder["good.db"];
        await using (var store = new SqliteJobStore(path, _time, _processes))
            await Fill(store);
        return await File.ReadAllBytesAsync(path, Cancellation);
    }

    private async Task<byte[]> LearningFile()
    {
        string path = _folder["good-learning.db"];
        await using (var store = new SqliteLearningStore(path, _time))
        {
            var recovery = new LearnedRecovery { ErrorCode = "E101", ActualWait = TimeSpan.FromSeconds(5), Recovered = true, Model = "m" };
            await store.RecordRecoveriesAsync([.. Enumerable.Repeat(recovery, 40)], Cancellation);
            var outcome = new OutcomeReport { SheetId = "1", JobId = "j", WorkspacePath = "/w", ErrorCodes = ["E1"], Model = "m" };
            await store.RecordOutcomesAsync([outcome, outcome], Cancellation);
            await store.RecordRateLimitAsync(
                new LearnedRateLimit { ErrorCode = "E101", Duration = TimeSpan.FromHours(1), SourceJobHash = LearningHash.OfJob("j") },
                Cancellation);
            await store.SetClustersAsync(new Dictionary<string, string> { [LearningHash.OfWorkspace("/w")] = "c" }, Cancellation);
            await store.UpdateCircuitAsync("claude", _ => new Policies.Circuit { Name = "claude" }, Cancellation);
        }

        return await File.ReadAllBytesAsync(path, Cancellation);
    }

    private async Task Fill(IJobStore store)
    {
        foreach (string id in (string[])["job-1", "job-2"])
        {
            var job = new Job(id, "nightly", 3, Now)
            {
                Description = "d",
                ConfigSnapshot = Score,
                ConfigPath = "nightly.yaml",
                Runner = _processes.Current,
                Status = JobStatus.Running,
            };
            Sheet sheet = job.Sheets[0];
            sheet.Status = SheetStatus.Completed;
            sheet.AttemptCount = 1;
            sheet.StartedAt = Now;
            sheet.ExecutionDuration = TimeSpan.FromSeconds(1.5);
            sheet.OutcomeData = """{"a":[1,{"b":"ü"}]}""";
            sheet.PassedValidations = ["ok"];
            sheet.ValidationDetails = [new ValidationDetail { Passed = true, RuleType = "file_exists", CheckDurationMs = 1.5 }];
            sheet.Measures = new SheetMeasures { Model = "m", Cost = 0.1m, InputTokens = 5, ErrorCodes = ["E1"], NextAttemptAt = Now };
            await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
            var attempt = new Execution(0, id, 1, 1, "p", "output é", 0, TimeSpan.FromSeconds(1.5), Now);
            await store.RecordExecutionsAsync([attempt, attempt], Cancellation);
            await store.AttachHistoryAsync(id, null, new MemoryStream(HistoryBytes()), Cancellation);
        }
    }

    private static byte[] HistoryBytes()
    {
        int last = 0;
        var history = new ExecutionHistory("orders", new ExecutionHistoryOptions
        {
            ExecutionId = "exec-1",
            NewId = () => (++last).ToString(CultureInfo.InvariantCulture),
        });
        for (int step = 0; step < 6; step++)
        {
            ExecutionStep added = history.Add($"state-{step}");
            history.Update(added.Id, new StepUpdate { Status = StepStatus.Completed, Arc = "ok" });
        }

        using var stream = new MemoryStream();
        history.Export(stream);
        return stream.ToArray();
    }

    private async Task<string> Write(string name, byte[] bytes)
    {
        string path = _folder[name];
        foreach (string file in Directory.GetFiles(_folder.Path, name + "*"))
            File.Delete(file);
        await File.WriteAllBytesAsync(path, bytes, Cancellation);
        return path;
    }

    private string New()
    {
        string path = _folder["repaired.db"];
        foreach (string file in Directory.GetFiles(_folder.Path, "repaired.db*"))
            File.Delete(file);
        return path;
    }

    private sealed class RunClockAt(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
