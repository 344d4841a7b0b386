using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Storage;
using Marianne.Stores;
using Npgsql;

namespace Marianne.Benchmarks;

/// <summary>Compares the stores on a PostgreSQL server with the statements that they require, each sent alone.</summary>
internal sealed class PostgresBenchmarks : IAsyncDisposable
{
    private const int Sheets = 1000;
    private const int Jobs = 500;
    private const int Recoveries = 10_000;

    private readonly NpgsqlDataSource _bare;
    private readonly IJobStore _jobs;
    private readonly IJobStore _listed;
    private readonly ILearningStore _learning;
    private readonly SheetUpdate _start = new SheetUpdate.Start(SystemProcessList.Instance.Current);
    private Job _saved = null!;
    private int _count;

    private PostgresBenchmarks(string connectionString)
    {
        _bare = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true });
        var jobs = new JobStoreFactory(TimeProvider.System, SystemProcessList.Instance, Console.WriteLine);
        _jobs = jobs.Create(Location("bench"));
        _listed = jobs.Create(Location("listed"));
        _learning = new LearningStoreFactory(TimeProvider.System, Console.WriteLine).Create(Location("bench"));

        StoreLocation Location(string schema) => StoreLocation.OfServer(new ServerConnection(connectionString, schema: schema));
    }

    /// <summary>The operations of the stores, and their bare statements, which are named <c>Bare...</c>.</summary>
    private IReadOnlyCollection<BenchmarkOperation> Operations =>
    [
        Operation(nameof(BareSave), BareSave),
        Operation(nameof(Save), Save),
        Operation(nameof(BareStart), BareStart),
        Operation(nameof(Start), Start),
        Operation(nameof(BareWait), BareWait),
        Operation(nameof(Wait), Wait),
        Operation(nameof(BareLoad), BareLoad),
        Operation(nameof(Load), Load),
        Operation(nameof(BareList), () => BareList(withSheets: false)),
        Operation(nameof(List), () => List(withSheets: false)),
        Operation($"{nameof(BareList)}WithSheets", () => BareList(withSheets: true)),
        Operation($"{nameof(List)}WithSheets", () => List(withSheets: true)),
    ];

    /// <summary>Measures all operations in turns, and returns their times in nanoseconds, by name.</summary>
    /// <param name="connectionString">The connection string of a server that may be written to.</param>
    public static async Task<Dictionary<string, double>> MeasureAsync(string connectionString)
    {
        var benchmarks = new PostgresBenchmarks(connectionString);
        await using (benchmarks.ConfigureAwait(false))
        {
            await benchmarks.FillAsync().ConfigureAwait(false);
            return await BenchmarkTurns.MeasureAsync(benchmarks.Operations).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _jobs.DisposeAsync().ConfigureAwait(false);
        await _listed.DisposeAsync().ConfigureAwait(false);
        await _learning.DisposeAsync().ConfigureAwait(false);
        await _bare.DisposeAsync().ConfigureAwait(false);
    }

    private static BenchmarkOperation Operation(string name, Func<Task> run) => new($"{nameof(PostgresBenchmarks)}.{name}", run);

    private async Task BareSave()
    {
        _count++;
        await using NpgsqlConnection connection = await _bare.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(
            connection,
            "UPDATE bench.jobs SET description = $1, updated_at = $2 WHERE id = 'bare'",
            $"change {_count}",
            DateTime.UtcNow);
        await ExecuteAsync(
            connection,
            "UPDATE bench.sheets SET error_message = $1, attempt_count = $2 WHERE job_id = 'bare' AND sheet_num = 5",
            $"change {_count}",
            _count);
        await transaction.CommitAsync();
    }

    private async Task Save()
    {
        _count++;
        _saved.Description = $"change {_count}";
        _saved.Sheets[4].ErrorMessage = $"change {_count}";
        _saved.Sheets[4].AttemptCount = _count;
        await _jobs.SaveAsync(_saved, SaveMode.IfUnchanged, default);
    }

    private async Task BareStart()
    {
        _count++;
        await using NpgsqlConnection connection = await _bare.OpenConnectionAsync();
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
        await ReadAsync(connection, "SELECT * FROM bench.jobs WHERE id = $1 FOR NO KEY UPDATE", "bare");
        await ReadAsync(connection, "SELECT * FROM bench.sheets WHERE job_id = $1 AND sheet_num = $2", "bare", 5);
        await ExecuteAsync(
            connection,
            "UPDATE bench.sheets SET status = 'in_progress', started_at = $1, attempt_count = $2 WHERE job_id = 'bare' AND sheet_num = 5",
            DateTime.UtcNow,
            _count);
        await ExecuteAsync(
            connection,
            "UPDATE bench.jobs SET status = 'running', current_sheet = 5, pid = $1, updated_at = $2 WHERE id = 'bare'",
            _count,
            DateTime.UtcNow);
        await transaction.CommitAsync();
    }

    private async Task Start() => await _jobs.UpdateSheetAsync("started", 5, _start, default);

    private async Task BareWait()
    {
        await using NpgsqlConnection connection = await _bare.OpenConnectionAsync();
        await ReadAsync(
            connection,
            "SELECT actual_wait, recovery_success, incident, began_at, hint FROM bench.recoveries WHERE error_code = $1 "
            + "ORDER BY recorded_at DESC, rowid DESC LIMIT 200",
            "E101");
    }

    private async Task Wait() => await _learning.GetWaitHistoryAsync("E101", null, null, default);

    private async Task BareLoad()
    {
        await using NpgsqlConnection connection = await _bare.OpenConnectionAsync();
        await ReadAsync(connection, "SELECT * FROM bench.jobs WHERE id = $1", "bare");
        await ReadAsync(connection, "SELECT * FROM bench.sheets WHERE job_id = $1", "bare");
    }

    private async Task Load() => await _jobs.LoadAsync("bare", default);

    /// <summary>Reads pages of 100 jobs.</summary>
    private async Task BareList(bool withSheets)
    {
        for (int skip = 0; skip < Jobs; skip += 100)
        {
            await using NpgsqlConnection connection = await _bare.OpenConnectionAsync();
            await ReadAsync(connection, "SELECT * FROM listed.jobs ORDER BY updated_at DESC, id DESC LIMIT 100 OFFSET $1", skip);
            if (withSheets)
            {
                await ReadAsync(
                    connection,
                    "SELECT * FROM listed.sheets WHERE job_id = ANY($1)",
                    (object)Enumerable.Range(skip, 100).Select(number => $"job-{number}").ToArray());
            }
        }
    }

    private async Task List(bool withSheets)
    {
        await foreach (Job _ in _listed.ListAsync(new JobQuery { WithSheets = withSheets, First = long.MaxValue }, default))
        {
        }
    }

    private async Task FillAsync()
    {
        _saved = await AddJobAsync(_jobs, "saved", Sheets);
        await AddJobAsync(_jobs, "bare", Sheets);
        await AddJobAsync(_jobs, "started", Sheets, SheetStatus.Pending);
        for (int number = 0; number < Jobs; number++)
            await AddJobAsync(_listed, $"job-{number}", 10);
        LearnedRecovery recovery = new()
        {
            ErrorCode = "E101",
            SuggestedWait = TimeSpan.FromSeconds(60),
            ActualWait = TimeSpan.FromSeconds(30),
            Recovered = true,
            Incident = "one",
        };
        await _learning.RecordRecoveriesAsync([.. Enumerable.Repeat(recovery, Recoveries)], default);
        await using NpgsqlConnection connection = await _bare.OpenConnectionAsync();
        await ExecuteAsync(connection, "VACUUM ANALYZE");
    }

    private static async Task<Job> AddJobAsync(IJobStore store, string id, int sheets, SheetStatus status = SheetStatus.Completed)
    {
        Job job = TemporaryStore.NewJob(id, sheets, status);
        await store.SaveAsync(job, SaveMode.IfUnchanged, default);
        return job;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using NpgsqlCommand command = Command(connection, sql, values);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task ReadAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using NpgsqlCommand command = Command(connection, sql, values);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        object[] row = new object[reader.FieldCount];
        while (await reader.ReadAsync())
            reader.GetValues(row);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (object value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
