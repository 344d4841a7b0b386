using BenchmarkDotNet.Attributes;
using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>Saving one changed sheet, beside the transaction that it cannot do without.</summary>
public class SaveBenchmarks
{
    private TemporaryStore _store = null!;
    private Job _job = null!;
    private SqliteConnection _bare = null!;
    private SqliteCommand[] _statements = null!;
    private int _count;

    [Params(10, 1000, 10_000)]
    public int Sheets { get; set; }

    [GlobalSetup]
    public async Task Setup()
    {
        _store = new TemporaryStore();
        _job = await _store.AddJobAsync("saved", Sheets).ConfigureAwait(false);
        Job marked = await _store.AddJobAsync("marked", Sheets).ConfigureAwait(false);
        marked.Status = JobStatus.Running;
        marked.Sheets[^1].Status = SheetStatus.Pending;
        await _store.Store.SaveAsync(marked, SaveMode.IfUnchanged, default).ConfigureAwait(false);
        await _store.AddJobAsync("bare", Sheets).ConfigureAwait(false);
        _bare = _store.OpenBare();
        _statements =
        [
            Command("BEGIN IMMEDIATE"),
            Command("UPDATE jobs SET description = @1, updated_at = @2 WHERE id = 'bare'"),
            Command("UPDATE sheets SET error_message = @1, attempt_count = @2 WHERE job_id = 'bare' AND sheet_num = 5"),
            Command("COMMIT"),
        ];
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        _bare.Dispose();
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    [Benchmark(Baseline = true)]
    public void BareTransaction()
    {
        _count++;
        _statements[1].Parameters[0].Value = $"change {_count}";
        _statements[1].Parameters[1].Value = DateTimeOffset.UtcNow.ToString("O");
        _statements[2].Parameters[0].Value = $"change {_count}";
        _statements[2].Parameters[1].Value = _count;
        foreach (SqliteCommand statement in _statements)
            statement.ExecuteNonQuery();
    }

    [Benchmark]
    public async Task Save()
    {
        _count++;
        _job.Description = $"change {_count}";
        _job.Sheets[4].ErrorMessage = $"change {_count}";
        _job.Sheets[4].AttemptCount = _count;
        await _store.Store.SaveAsync(_job, SaveMode.IfUnchanged, default).ConfigureAwait(false);
    }

    [Benchmark]
    public async Task Mark() =>
        await _store.Store.MarkSheetAsync("marked", 5, new SheetUpdate.Skip("again"), default).ConfigureAwait(false);

    private SqliteCommand Command(string sql)
    {
        SqliteCommand command = _bare.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@1", "");
        command.Parameters.AddWithValue("@2", 0);
        return command;
    }
}
