namespace Marianne.Storage.Relational;

/// <summary>Reads and writes the table <c>marianne_queue</c>: the jobs whose sheets any worker may claim, and their priority.</summary>
internal static class QueueTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_queue";

    /// <summary>Adds a job, or changes its priority. It keeps its place.</summary>
    public static async ValueTask AddAsync(SqlSession session, string jobId, int priority, DateTimeOffset now) => await session.ExecuteAsync(
        $"""
        INSERT INTO main.{Name} (job_id, priority, queued_at) VALUES (@1, @2, @3)
        ON CONFLICT (job_id) DO UPDATE SET priority = excluded.priority
        """,
        jobId,
        priority,
        session.Dialect.Time(now)).ConfigureAwait(false);

    /// <summary>Determines whether a job is in the queue. It reads no other jobs, of which some may be damaged.</summary>
    public static async ValueTask<bool> HasAsync(SqlSession session, string jobId) => session.HasTable(Name)
        && await session.ScalarAsync($"SELECT 1 FROM main.{Name} WHERE job_id = @1", jobId).ConfigureAwait(false) is not null;

    /// <summary>Returns the jobs that have not ended, the highest priority first, and then the oldest.</summary>
    public static async ValueTask<IReadOnlyList<(string JobId, int Priority)>> ListAsync(SqlSession session)
    {
        List<(string JobId, int Priority)> found = [];
        if (!session.HasTable(Name))
            return found;

        await PostListAsync(session, found).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        return found;
    }

    /// <summary>Reads these jobs together with the next statement.</summary>
    public static ValueTask PostListAsync(SqlSession session, List<(string JobId, int Priority)> found) =>
        session.PostListAsync(
            $"""
            SELECT queue.job_id, queue.priority FROM main.{Name} AS queue JOIN main.jobs ON jobs.id = queue.job_id
            WHERE jobs.status IN ('pending', 'running') ORDER BY queue.priority DESC, queue.queued_at, queue.job_id
            """,
            rows => (rows.Next(column => column.Raw()), rows.Next(column => column.Int32() ?? 0)),
            found);
}
