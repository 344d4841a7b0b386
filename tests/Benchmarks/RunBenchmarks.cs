using System.Diagnostics;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>Compares running empty sheets with the transactions that each of them must commit.</summary>
/// <remarks>They depend on the speed of the disk, so they are run in turns; see <see cref="SaveBenchmarks"/>.</remarks>
internal sealed class RunBenchmarks : IAsyncDisposable
{
    private const int Rounds = 10;
    private const int ShortRounds = 3 * Rounds;

    private static readonly ParallelismOptions Eight = new() { Enabled = true, MaxConcurrent = 8 };

    private readonly TemporaryStore _store = new();
    private readonly string _learningPath;
    private readonly SqliteLearningStore _learning;
    private readonly JobRunner _runner;
    private int _count;

    private RunBenchmarks()
    {
        _learningPath = Path.Combine(Path.GetDirectoryName(_store.FilePath)!, "learning.db");
        _learning = new SqliteLearningStore(_learningPath, TimeProvider.System);
        _runner = new JobRunner(new RunnerServices
        {
            Jobs = _store.Store,
            Learning = _learning,
            Commands = new ProcessCommandRunner(TimeProvider.System),
            Executors = [new EmptyExecutor()],
        });
    }

    /// <summary>Returns the best times in nanoseconds and the allocated bytes of a sheet, by name.</summary>
    public static async Task<Dictionary<string, double>> MeasureAsync()
    {
        await using var benchmarks = new RunBenchmarks();
        const string Run = "RunBenchmarks.Run(1000)", AtOnce = "RunBenchmarks.RunEight(1000)";
        const string Bare = "RunBenchmarks.BareTransactions(1000)";
        Dictionary<string, double> best = new() { [Run] = double.MaxValue, [AtOnce] = double.MaxValue, [Bare] = double.MaxValue };
        Job first = await benchmarks.RunAsync(1000).ConfigureAwait(false);
        for (int round = 0; round < Rounds; round++)
        {
            best[Run] = Math.Min(best[Run], await TimeOf(() => benchmarks.RunAsync(1000)).ConfigureAwait(false));
            best[AtOnce] = Math.Min(best[AtOnce], await TimeOf(() => benchmarks.RunAsync(1000, Eight)).ConfigureAwait(false));
            best[Bare] = Math.Min(best[Bare], await TimeOf(() => benchmarks.WriteBareAsync(first)).ConfigureAwait(false));
        }

        foreach (int sheets in new[] { 1000, 10_000 })
        {
            (double allocated, double retained) = await benchmarks.MemoryOfAsync(sheets).ConfigureAwait(false);
            best[$"RunBenchmarks.AllocatedBytes({sheets})"] = allocated;
            best[$"RunBenchmarks.RetainedBytes({sheets})"] = retained;
        }

        return best;
    }

    /// <summary>Returns the best time in nanoseconds of the transactions that a sheet of a job must commit, with its bare work.</summary>
    /// <param name="sheets">The number of sheets of the job.</param>
    /// <param name="work">
    /// The bare work, which is done where a sheet does its own: after the start is committed. Processor and disk then wait for each other
    /// as they do in a run, which takes longer than the same work without transactions between.
    /// </param>
    public static async Task<double> MeasureTransactionsAsync(int sheets, Action? work = null)
    {
        await using var benchmarks = new RunBenchmarks();
        Job job = await benchmarks.RunAsync(sheets).ConfigureAwait(false);
        double best = double.MaxValue;
        for (int round = 0; round < ShortRounds; round++)
            best = Math.Min(best, await TimeOf(() => benchmarks.WriteBareAsync(job, work)).ConfigureAwait(false));
        return best / sheets;
    }

    public async ValueTask DisposeAsync()
    {
        await _learning.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<Job> RunAsync(int sheets, ParallelismOptions? parallel = null)
    {
        Score score = new Score
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"benchmark-{++_count}"),
            Sheets = [.. Enumerable.Repeat(new ScoreSheet { Command = "true" }, sheets)],
            Parallel = parallel ?? new ParallelismOptions(),
        }.At(Path.GetDirectoryName(_store.FilePath)!);
        JobPlan plan = await new JobPlanner(_store.Store, TimeProvider.System)
            .PlanAsync(new RunRequest { Score = score }, default).ConfigureAwait(false);
        Job job = await _runner.RunAsync(plan, _ => { }, default).ConfigureAwait(false);
        if (job.Status != JobStatus.Completed)
            throw new InvalidOperationException($"{job.Id} is {job.Status}: {job.ErrorMessage}");
        return job;
    }

    /// <summary>
    /// Writes what is required for each sheet of a job: its start, its completion with the recorded attempt, its outcome, and the
    /// success in the circuit breaker. The rows are those that the runner writes.
    /// </summary>
    private async Task WriteBareAsync(Job run, Action? work = null)
    {
        var written = new Job($"bare-{++_count}", run.Name, run.TotalSheets, DateTimeOffset.UtcNow)
        {
            ConfigSnapshot = run.ConfigSnapshot, // It is in the row that each transaction changes.
        };
        await _store.Store.SaveAsync(written, SaveMode.IfUnchanged, default).ConfigureAwait(false);
        await using SqliteConnection state = _store.OpenBare();
        await using var learning = new SqliteConnection($"Data Source={_learningPath};Pooling=False");
        learning.Open();
        Execute(learning, "PRAGMA synchronous = FULL");
        using SqliteCommand begin = Command(state, "BEGIN IMMEDIATE"), commit = Command(state, "COMMIT");
        using SqliteCommand startJob = Command(state, "UPDATE jobs SET updated_at = @2, current_sheet = @1 WHERE id = @3");
        using SqliteCommand startSheet = Command(
            state,
            "INSERT INTO sheets (job_id, sheet_num, status, attempt_count, started_at) VALUES (@3, @1, 'in_progress', 1, @2)");
        using SqliteCommand completeJob = Command(
            state, "UPDATE jobs SET updated_at = @2, current_sheet = NULL, last_completed_sheet = @1 WHERE id = @3");
        using SqliteCommand completeSheet = Command(
            state,
            "UPDATE sheets SET status = 'completed', completed_at = @2, exit_code = 0, validation_passed = 1, "
            + "execution_duration_seconds = 0.1, exit_reason = 'completed' WHERE job_id = @3 AND sheet_num = @1");
        using SqliteCommand attempt = Command(
            state,
            "INSERT INTO execution_history (job_id, sheet_num, attempt_num, prompt, output, exit_code, duration_seconds, "
            + "executed_at) VALUES (@3, @1, 1, 'true', '', 0, 0.1, @2)");
        using SqliteCommand outcome = Command(
            learning,
            "INSERT INTO executions (id, workspace_hash, job_hash, sheet_num, started_at, completed_at) "
            + "VALUES (@4, '', '', @1, @2, @2)");
        using SqliteCommand circuit = Command(
            learning, "UPDATE marianne_circuits SET successes = @1, updated_at = @2 WHERE name = 'score benchmark-1'");
        for (int number = 1; number <= run.TotalSheets; number++)
        {
            Run(number, begin, startJob, startSheet, commit);
            work?.Invoke();
            Run(number, circuit);
            Run(number, begin, completeJob, completeSheet, attempt, commit);
            Run(number, outcome);
        }

        void Run(int number, params SqliteCommand[] commands)
        {
            foreach (SqliteCommand command in commands)
            {
                command.Parameters[0].Value = number;
                command.Parameters[1].Value = DateTimeOffset.UtcNow.ToString("O");
                command.Parameters[2].Value = written.Id;
                command.Parameters[3].Value = Guid.NewGuid().ToString();
                command.ExecuteNonQuery();
            }
        }
    }

    /// <summary>
    /// Returns the bytes that a run allocates for a sheet, and those that it leaves behind. A run of the same size comes before, because
    /// pools and caches keep buffers for the next one.
    /// </summary>
    private async Task<(double Allocated, double Retained)> MemoryOfAsync(int sheets)
    {
        await RunAsync(sheets).ConfigureAwait(false);
        long retainedBefore = GC.GetTotalMemory(forceFullCollection: true);
        long allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        await RunAsync(sheets).ConfigureAwait(false);
        double allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        return (allocated / sheets, Math.Max(1, GC.GetTotalMemory(forceFullCollection: true) - retainedBefore) / (double)sheets);
    }

    private static async Task<double> TimeOf(Func<Task> work)
    {
        long started = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(started).TotalNanoseconds;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int number = 1; number <= 4; number++)
            command.Parameters.AddWithValue($"@{number}", "");
        return command;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
