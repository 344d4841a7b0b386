using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_job_keys</c>, in which each key of a score names one job. Only this module uses it, and
/// other implementations finish jobs without it, so a row is valid only while its job is unfinished.
/// </summary>
internal static class JobKeyTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_job_keys";

    /// <summary>
    /// Gives a key to a job if no other has it, and locks the key until the transaction ends. Returns the id of the job that has it.
    /// </summary>
    public static async ValueTask<string> TakeAsync(SqlSession session, JobKey key, string jobId) => (string)(await session.ScalarAsync(
        """
        INSERT INTO main.marianne_job_keys (key, job_id) VALUES (@1, @2)
        ON CONFLICT (key) DO UPDATE SET key = excluded.key
        RETURNING job_id
        """,
        key.Hash,
        jobId).ConfigureAwait(false))!;

    /// <summary>Gives a key that another job has to a job.</summary>
    public static async ValueTask MoveAsync(SqlSession session, JobKey key, string jobId) =>
        await session.PostAsync("UPDATE main.marianne_job_keys SET job_id = @2 WHERE key = @1", key.Hash, jobId).ConfigureAwait(false);

    /// <summary>Releases the key of a job that is finished.</summary>
    public static async ValueTask ReleaseAsync(SqlSession session, string jobId) =>
        await session.PostAsync("DELETE FROM main.marianne_job_keys WHERE job_id = @1", jobId).ConfigureAwait(false);
}
