using Marianne.Jobs;
using Marianne.Storage.Mapping;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads and writes the table <c>jobs</c>, together with the runner process of each job.</summary>
internal static class JobTable
{
    /// <summary>The name of the table of runner processes, which only this module uses.</summary>
    public const string Runners = "marianne_runners";

    /// <summary>The ordinal of the tags, after the id and three columns of the runner.</summary>
    private const int Tags = 4;

    /// <summary>The ordinal of the first column of the table itself.</summary>
    private const int First = 5;

    private static readonly ColumnRenderer<Job> Columns = new();

    private static readonly SqliteTable<Job> Rows = new(
        "jobs",
        [("id", job => job.Id)],
        [.. JobFields.Render(Columns), JobFields.RenderDescription(Columns)]);

    /// <summary>
    /// The table without the configuration, which grows with the job: an update of one sheet does not need it.
    /// </summary>
    private static readonly SqliteTable<Job> Slim = Rows.Without(nameof(Job.ConfigSnapshot));

    /// <summary>Returns a query of complete rows.</summary>
    /// <param name="session">The session.</param>
    /// <param name="clauses">The clauses after FROM.</param>
    /// <param name="isSlim">Indicates whether the configuration is left out.</param>
    public static string Select(SqliteSession session, string clauses, bool isSlim = false)
    {
        bool hasRunners = session.Tables.Contains(Runners);
        string runner = hasRunners ? "runner.pid, runner.host, runner.start_mark" : "NULL, NULL, NULL";
        string join = hasRunners ? "LEFT JOIN marianne_runners AS runner ON runner.job_id = jobs.id" : "";
        return $"SELECT jobs.id, {runner}, {TagTable.Select(session)}, {(isSlim ? Slim : Rows).Select(session)} FROM jobs {join} {clauses}";
    }

    /// <summary>Returns the jobs of a query, without their sheets.</summary>
    /// <param name="query">The query.</param>
    /// <param name="processes">The processes of this machine.</param>
    /// <param name="isSlim">Indicates whether the query leaves the configuration out.</param>
    /// <exception cref="InvalidCastException">A job has no valid id.</exception>
    public static IEnumerable<Job> Read(SqliteCommand query, IProcessList processes, bool isSlim = false)
    {
        using SqliteDataReader reader = query.ExecuteReader();
        var columns = new ColumnReader(reader);
        while (reader.Read())
        {
            columns.Ordinal = 0;
            string id = columns.Key() ?? throw new InvalidCastException("The id of a job is empty or not text.");
            var job = new Job(id, name: id, 0, default);
            (isSlim ? Slim : Rows).Read(columns, First, job);

            // Other implementations write only the pid, so the runner's row is valid only for the pid it was written with.
            if (job.Runner is { } runner && !reader.IsDBNull(1) && reader.GetInt64(1) == runner.Pid)
            {
                string? startMark = reader.IsDBNull(3) ? null : reader.GetString(3);
                SetRunner(job, runner with { Host = reader.GetString(2), StartMark = startMark });
            }

            TagTable.Read(reader, Tags, job);
            job.SetZombie(ZombieDetector.IsZombie(job, processes));
            job.AcceptAll(job.UpdatedAt);
            yield return job;
        }
    }

    /// <summary>Writes a job's row and, if it is known, its runner process.</summary>
    /// <param name="session">The session.</param>
    /// <param name="job">The job.</param>
    /// <param name="isSlim">Indicates whether the configuration is left as it is.</param>
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

    /// <summary>
    /// Deletes a job and everything that belongs to it, including what another implementation left when it deleted the job.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="id">The job's id.</param>
    public static void Delete(SqliteSession session, string id)
    {
        string[] owned = ["sheets", "execution_history", MeasuresTable.Name, AttachedHistoryTable.Name, TagTable.Name, Runners];
        session.Command("DELETE FROM jobs WHERE id = @1", id).ExecuteNonQuery();
        foreach (string table in owned)
            session.Command($"DELETE FROM {table} WHERE job_id = @1", id).ExecuteNonQuery();
    }

    private static void SetRunner(Job job, RunnerProcess runner)
    {
        if (!job.Unreadable.ContainsKey(nameof(Job.Runner)))
            job.SetRunner(runner);
    }
}
