using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_origins</c>, which holds what jobs were forked from, and the ids of their runs. Only this module
/// uses it. A row is written with a new job, and does not change.
/// </summary>
internal static class OriginTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_origins";

    /// <summary>The number of columns of <see cref="Columns"/>.</summary>
    public const int Width = 2;

    /// <summary>Returns the columns that a query of jobs needs for <see cref="Read"/>.</summary>
    /// <param name="session">The session.</param>
    public static string Columns(SqlSession session) => session.HasTable(Name) ? "origin.forked_from, origin.run_id" : "NULL, NULL";

    /// <summary>Returns the join that such a query needs.</summary>
    /// <param name="session">The session.</param>
    public static string Join(SqlSession session) =>
        session.HasTable(Name) ? "LEFT JOIN main.marianne_origins AS origin ON origin.job_id = jobs.id" : "";

    /// <summary>Returns the condition that selects the jobs that were forked from the job of a parameter.</summary>
    /// <param name="session">The session.</param>
    /// <param name="parameter">The parameter, as in <c>@1</c>.</param>
    public static string IsForkOf(SqlSession session, string parameter) =>
        session.HasTable(Name) ? $"origin.forked_from = {parameter}" : "FALSE";

    /// <summary>Sets the origin of a job.</summary>
    /// <param name="columns">The reader, positioned at the row.</param>
    /// <param name="first">The ordinal of the first column.</param>
    /// <param name="job">The job.</param>
    public static void Read(ColumnReader columns, int first, Job job)
    {
        columns.Ordinal = first;
        string? forkedFrom = columns.IsNull ? null : columns.Raw();
        columns.Ordinal = first + 1;
        string? runId = columns.IsNull ? null : columns.Raw();
        if ((forkedFrom, runId) != (null, null))
            job.SetOrigin(forkedFrom, runId);
    }

    /// <summary>Writes the origin of a new job, or of one that replaces another.</summary>
    /// <param name="session">The session.</param>
    /// <param name="job">The job.</param>
    public static async ValueTask WriteAsync(SqlSession session, Job job)
    {
        if ((job.ForkedFrom, job.RunId) == (null, null))
            return;

        await session.PostAsync(
            """
            INSERT INTO main.marianne_origins (job_id, forked_from, run_id) VALUES (@1, @2, @3)
            ON CONFLICT (job_id) DO UPDATE SET forked_from = excluded.forked_from, run_id = excluded.run_id
            """,
            job.Id,
            job.ForkedFrom,
            job.RunId).ConfigureAwait(false);
    }
}
