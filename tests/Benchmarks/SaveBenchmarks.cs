using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>Saving one changed sheet, beside the transaction that it cannot do without.</summary>
/// <remarks>
/// These wait for a disk, whose mood changes between one benchmark and the next by more than what is measured. So they
/// are not BenchmarkDotNet's: they are run in turns.
/// </remarks>
internal sealed class SaveBenchmarks : IAsyncDisposable
{
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

    /// <summary>Jobs of a number of sheets in a file of their own.</summary>
    public static async Task<SaveBenchmarks> CreateAsync(int sheets)
    {
        var store = new TemporaryStore();
        Job saved = await store.AddJobAsync("saved", sheets).ConfigureAwait(false);
        await store.AddJobAsync("bare", sheets).ConfigureAwait(false);
        Job marked = await store.AddJobAsync("marked", sheets).ConfigureAwait(false);
        marked.Status = JobStatus.Running;
        marked.Sheets[^1].Status = SheetStatus.Pending;
        await store.Store.SaveAsync(marked, SaveMode.IfUnchanged, default).ConfigureAwait(false);
        return new SaveBenchmarks(store, saved);
    }

    /// <summary>The prepared transaction that updates one row of a job and one of a sheet.</summary>
    public Task BareTransaction()
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

    /// <summary>Saving a job of which one sheet changed.</summary>
    public async Task Save()
    {
        _count++;
        _job.Description = $"change {_count}";
        _job.Sheets[4].ErrorMessage = $"change {_count}";
        _job.Sheets[4].AttemptCount = _count;
        await _store.Store.SaveAsync(_job, SaveMode.IfUnchanged, default).ConfigureAwait(false);
    }

    /// <summary>Marking one sheet.</summary>
    public async Task Mark() =>
        await _store.Store.UpdateSheetAsync("marked", 5, new SheetUpdate.Skip("again"), default).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _bare.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
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
