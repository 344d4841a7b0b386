using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>A store in a temporary file on the disk of the artifacts, because a flush to a disk in memory costs nothing.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly string _folder;

    public TemporaryStore()
    {
        _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"store-{Guid.NewGuid():N}")).FullName;
        FilePath = Path.Combine(_folder, "state.db");
        Store = new SqliteJobStore(FilePath, TimeProvider.System, SystemProcessList.Instance);
    }

    public string FilePath { get; }

    public SqliteJobStore Store { get; }

    /// <summary>Adds a job whose sheets have all been completed.</summary>
    public async Task<Job> AddJobAsync(string id, int sheets)
    {
        var job = new Job(id, id, sheets, DateTimeOffset.UtcNow) { ConfigSnapshot = """{"name":"benchmark"}""" };
        foreach (Sheet sheet in job.Sheets)
        {
            sheet.Status = SheetStatus.Completed;
            sheet.AttemptCount = 1;
            sheet.ExecutionDuration = TimeSpan.FromSeconds(1.5);
            sheet.PassedValidations = ["exists"];
        }

        await Store.SaveAsync(job, SaveMode.IfUnchanged, default).ConfigureAwait(false);
        return job;
    }

    /// <summary>Opens a plain connection with the same settings as the store.</summary>
    public SqliteConnection OpenBare()
    {
        var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON";
        command.ExecuteNonQuery();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
    }
}
