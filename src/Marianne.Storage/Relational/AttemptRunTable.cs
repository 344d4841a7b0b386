using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_attempts</c>, which holds the numbers of the runs that attempts belong to. Only this module
/// uses it. An attempt of the first run has no row.
/// </summary>
internal static class AttemptRunTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_attempts";

    /// <summary>Returns the column that a query of attempts needs: the number of the run, or NULL for the first one.</summary>
    /// <param name="session">The session.</param>
    public static string Select(SqlSession session) => session.HasTable(Name)
        ? """
          (SELECT run_num FROM main.marianne_attempts AS run
           WHERE run.attempt_id = execution_history.id AND run.job_id = execution_history.job_id)
          """
        : "NULL";

    /// <summary>Writes the number of the run of an attempt that was added.</summary>
    /// <param name="session">The session.</param>
    /// <param name="attempt">The attempt with its id.</param>
    public static async ValueTask WriteAsync(SqlSession session, Execution attempt)
    {
        if (attempt.Run <= 1)
            return;

        await session.PostAsync(
            """
            INSERT INTO main.marianne_attempts (attempt_id, job_id, run_num) VALUES (@1, @2, @3)
            ON CONFLICT (attempt_id) DO UPDATE SET job_id = excluded.job_id, run_num = excluded.run_num
            """,
            attempt.Id,
            attempt.JobId,
            attempt.Run).ConfigureAwait(false);
    }
}
