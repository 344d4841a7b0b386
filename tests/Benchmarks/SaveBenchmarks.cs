using System.Diagnostics;
using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>Compares saving one changed sheet with the transaction that it requires.</summary>
/// <remarks>
/// The speed of a disk changes between benchmarks by more than the measured difference. Therefore, they are not run by
/// BenchmarkDotNet, but in turns.
/// </remarks>
internal sealed class SaveBenchmarks : IAsyncDisposable
{
    private const int WarmUp = 200;
    private const int Rounds = 2000;

    private readonly TemporaryStore _store;
    private readonly SqliteCommand[] _statements;
    private readonly SqliteConnection _bare;
    private readonly Job _job;
    private int _count;

    private SaveBenchmarks(TemporaryStore store, Job job)
    {
        _store = store;
        _job = job;
        _bare = store.OpenBare();
        _statements =
        [
            Command("BEGIN IMMEDIATE"),
            Command("UPDATE jobs SET description = @1, updated_at = @2 WHERE id = 'bare'"),
            Command("UPDATE sheets SET error_message = @1, attempt_count = @2 WHERE job_id = 'bare' AND sheet_num = 5"),
            Command("COMMIT"),
        ];
    }

    /// <summary>Returns the median times of saving jobs of several sizes in nanoseconds, by name.</summary>
    public static async Task<Dictionary<string, double>> MeasureAsync(params int[] sizes)
    {
        var benchmarks = new List<SaveBenchmarks>();
        var operations = new Dictionary<string, Func<Task>>();
        try
        {
            foreach (int size in sizes)
            {
                SaveBenchmarks benchmark = await CreateAsync(size).ConfigureAwait(false);
                benchmarks.Add(benchmark);
                operations.Add(
                    $"{nameof(SaveBenchmarks)}.{nameof(benchmark.BareTransaction)}({size})", benchmark.BareTransaction);
                operations.Add($"{nameof(SaveBenchmarks)}.{nameof(benchmark.Save)}({size})", benchmark.Save);
                operations.Add($"{nameof(SaveBenchmarks)}.{nameof(benchmark.Update)}({size})", benchmark.Update);
            }

            return await MedianAsync(operations).ConfigureAwait(false);
        }
        finally
        {
            foreach (SaveBenchmarks benchmark in benchmarks)
                await benchmark.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Creates jobs with a number of sheets in a new store.</summary>
    private static async Task<SaveBenchmarks> CreateAsync(int sheets)
    {
        var store = new TemporaryStore();
        Job saved = await store.AddJobAsync("saved", sheets).ConfigureAwait(false);
        await store.AddJobAsync("bare", sheets).ConfigureAwait(false);
        Job updated = await store.AddJobAsync("updated", sheets).ConfigureAwait(false);
        updated.Status = JobStatus.Running;
        updated.Sheets[^1].Status = SheetStatus.Pending;
        await store.Store.SaveAsync(updated, SaveMode.IfUnchanged, default).ConfigureAwait(false);
        return new SaveBenchmarks(store, saved);
    }

    /// <summary>Updates one row of a job and one of a sheet in a prepared transaction.</summary>
    private Task BareTransaction()
    {
        _count++;
        _statements[1].Parameters[0].Value = $"change {_count}";
        _statements[1].Parameters[1].Value = DateTimeOffset.UtcNow.ToString("O");
        _statements[2].Parameters[0].Value = $"change {_count}";
        _statements[2].Parameters[1].Value = _count;
        foreach (SqliteCommand statement in _statements)
            statement.ExecuteNonQuery();
        return Task.CompletedTask;
    }

    /// <summary>Saves a job with one changed sheet.</summary>
    private async Task Save()
    {
        _count++;
        _job.Description = $"change {_count}";
        _job.Sheets[4].ErrorMessage = $"change {_count}";
        _job.Sheets[4].AttemptCount = _count;
        await _store.Store.SaveAsync(_job, SaveMode.IfUnchanged, default).ConfigureAwait(false);
    }

    /// <summary>Updates one sheet.</summary>
    private async Task Update() =>
        await _store.Store.UpdateSheetAsync("updated", 5, new SheetUpdate.Skip("again"), default).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _bare.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Returns the median time of each operation in nanoseconds, by name.</summary>
    private static async Task<Dictionary<string, double>> MedianAsync(IReadOnlyDictionary<string, Func<Task>> operations)
    {
        Dictionary<string, List<double>> times = operations.ToDictionary(
            operation => operation.Key, _ => new List<double>(Rounds));
        for (int round = -WarmUp; round < Rounds; round++)
        {
            foreach ((string name, Func<Task> run) in operations)
            {
                long started = Stopwatch.GetTimestamp();
                await run().ConfigureAwait(false);
                if (round >= 0)
                    times[name].Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds);
            }
        }

        return times.ToDictionary(pair => pair.Key, pair => pair.Value.Order().ElementAt(Rounds / 2));
    }

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = _bare.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@1", "");
        command.Parameters.AddWithValue("@2", 0);
        return command;
    }
}
