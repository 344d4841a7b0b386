using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage.Sqlite;

namespace Marianne.Benchmarks;

/// <summary>A job store in a temporary file.</summary>
internal sealed class TemporaryStore() : TemporaryFile<SqliteJobStore>(
    "state.db",
    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON",
    path => new SqliteJobStore(path, TimeProvider.System, SystemProcessList.Instance))
{
    /// <summary>Adds a job whose sheets have all been completed.</summary>
    public async Task<Job> AddJobAsync(string id, int sheets)
    {
        Job job = NewJob(id, sheets, SheetStatus.Completed);
        await Store.SaveAsync(job, SaveMode.IfUnchanged, default).ConfigureAwait(false);
        return job;
    }

    /// <summary>Returns a job whose sheets all have a status.</summary>
    public static Job NewJob(string id, int sheets, SheetStatus status)
    {
        var job = new Job(id, id, sheets, DateTimeOffset.UtcNow) { ConfigSnapshot = """{"name":"benchmark"}""" };
        foreach (Sheet sheet in job.Sheets)
        {
            sheet.Status = status;
            sheet.AttemptCount = 1;
            sheet.ExecutionDuration = TimeSpan.FromSeconds(1.5);
            sheet.PassedValidations = ["exists"];
        }

        return job;
    }
}
