using Marianne.Jobs;
using Marianne.Text;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>The rows of <c>jobs</c>, with the process that plays each.</summary>
internal static class JobTable
{
    /// <summary>The table of ours of the processes that play jobs.</summary>
    public const string Runners = "marianne_runners";

    /// <summary>How many columns a query of jobs gives before those of the table: the id and the runner's three.</summary>
    private const int First = 4;

    private static readonly SqliteTable<Job> Rows = new(
        "jobs",
        [("id", job => job.Id)],
        [
            new(nameof(Job.Name), "name", job => job.Name, (job, row) => job.Name = row.Text() ?? ""),
            new(
                nameof(Job.Description), "description",
                job => job.Description,
                (job, row) => job.Description = row.Text()),
            new(
                nameof(Job.Status), "status",
                job => SnakeCaseName.Of(job.Status),
                (job, row) => job.Status = row.Status(JobStatus.Unknown)),
            new(
                nameof(Job.TotalSheets), "total_sheets",
                job => job.TotalSheets,
                (job, row) => job.TotalSheets = row.Count()),
            new(
                nameof(Job.LastCompletedSheet), "last_completed_sheet",
                job => job.LastCompletedSheet,
                (job, row) => job.LastCompletedSheet = row.Count()),
            new(
                nameof(Job.CurrentSheet), "current_sheet",
                job => job.CurrentSheet,
                (job, row) => job.CurrentSheet = row.Int32()),
            new(
                nameof(Job.ConfigHash), "config_hash",
                job => job.ConfigHash,
                (job, row) => job.ConfigHash = row.Text()),
            new(
                nameof(Job.ConfigPath), "config_path",
                job => job.ConfigPath,
                (job, row) => job.ConfigPath = row.Text()),
            new(
                nameof(Job.ConfigSnapshot), "config_snapshot",
                job => job.ConfigSnapshot,
                (job, row) => job.ConfigSnapshot = row.JsonObject()),
            new(
                nameof(Job.Runner), "pid",
                job => job.Pid,
                (job, row) => job.Runner = row.Int32() is { } pid ? new RunnerProcess(pid) : null),
            new(
                nameof(Job.ErrorMessage), "error_message",
                job => job.ErrorMessage,
                (job, row) => job.ErrorMessage = row.Text()),
            new(
                nameof(Job.TotalRetryCount), "total_retry_count",
                job => job.TotalRetryCount,
                (job, row) => job.TotalRetryCount = row.Count()),
            new(
                nameof(Job.RateLimitWaits), "rate_limit_waits",
                job => job.RateLimitWaits,
                (job, row) => job.RateLimitWaits = row.Count()),
            new(
                nameof(Job.CreatedAt), "created_at",
                job => StoredTime.WithOffset(job.CreatedAt),
                (job, row) => job.CreatedAt = row.Time() ?? default),
            new(
                nameof(Job.UpdatedAt), "updated_at",
                job => StoredTime.WithOffset(job.UpdatedAt),
                (job, row) => job.UpdatedAt = row.Time() ?? default),
            new(
                nameof(Job.StartedAt), "started_at",
                job => StoredTime.WithOffset(job.StartedAt),
                (job, row) => job.StartedAt = row.Time()),
            new(
                nameof(Job.CompletedAt), "completed_at",
                job => StoredTime.WithOffset(job.CompletedAt),
                (job, row) => job.CompletedAt = row.Time()),
        ]);

    /// <summary>The configuration may be as long as the job has sheets: who changes one sheet leaves it alone.</summary>
    private static readonly SqliteTable<Job> Slim = Rows.Without(nameof(Job.ConfigSnapshot));

    /// <summary>A query of whole rows.</summary>
    /// <param name="session">The file.</param>
    /// <param name="clauses">What follows FROM.</param>
    /// <param name="isSlim">Whether the configuration is left out.</param>
    public static string Select(SqliteSession session, string clauses, bool isSlim = false)
    {
        bool hasRunners = session.Tables.Contains(Runners);
        string runner = hasRunners ? "runner.pid, runner.host, runner.start_mark" : "NULL, NULL, NULL";
        string join = hasRunners ? "LEFT JOIN marianne_runners AS runner ON runner.job_id = jobs.id" : "";
        return $"SELECT jobs.id, {runner}, {(isSlim ? Slim : Rows).Select(session)} FROM jobs {join} {clauses}";
    }

    /// <summary>The jobs of a query, without their sheets.</summary>
    public static IEnumerable<Job> Read(SqliteCommand query, IProcessList processes, bool isSlim = false)
    {
        using SqliteDataReader reader = query.ExecuteReader();
        var columns = new ColumnReader(reader);
        while (reader.Read())
        {
            columns.Ordinal = 0;
            var job = new Job(columns.Raw(), "", 0, default);
            (isSlim ? Slim : Rows).Read(columns, First, job);

            // The runner's row counts only for the pid that it was written for: others write the pid alone.
            if (job.Runner is { } runner && !reader.IsDBNull(1) && reader.GetInt64(1) == runner.Pid)
                Keep(job, runner with { Host = reader.GetString(2), StartMark = reader.IsDBNull(3) ? null : reader.GetString(3) });

            job.IsZombie = ZombieDetector.IsZombie(job, processes);
            job.AcceptAll(job.UpdatedAt);
            yield return job;
        }
    }

    /// <summary>Writes a job's row and, where it is known, the process that plays it.</summary>
    public static void Write(SqliteSession session, Job job, bool isSlim = false)
    {
        (isSlim ? Slim : Rows).Write(session, job);
        if (job.Runner is { Host: { } host } runner)
        {
            session.Command(
                """
                INSERT INTO marianne_runners (job_id, pid, host, start_mark) VALUES (@1, @2, @3, @4)
                ON CONFLICT (job_id) DO UPDATE SET pid = excluded.pid, host = excluded.host, start_mark = excluded.start_mark
                WHERE pid <> excluded.pid OR host <> excluded.host OR start_mark IS NOT excluded.start_mark
                """,
                job.Id,
                runner.Pid,
                host,
                runner.StartMark).ExecuteNonQuery();
        }
    }

    private static void Keep(Job job, RunnerProcess runner)
    {
        if (!job.Unreadable.ContainsKey(nameof(Job.Runner)))
            job.Runner = runner;
    }
}
