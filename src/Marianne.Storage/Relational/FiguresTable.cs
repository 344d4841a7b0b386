using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_archived_figures</c>: the figures of attempts that were cleared of a job, and those of jobs that
/// were cleared, by name and outcome, in rows without a job id. Only this module uses it.
/// </summary>
internal static class FiguresTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_archived_figures";

    private const string Columns = "attempts, successful_attempts, timed_attempts, seconds";

    /// <summary>Adds figures of attempts that were cleared to those of their job, which stays.</summary>
    public static ValueTask AddAsync(SqlSession session, string jobId, AttemptFigures figures) =>
        figures == default ? default : AddAsync(session, jobId, "", "", 0, figures);

    /// <summary>Adds a job that is deleted in this transaction, and the figures of its attempts, to those of its name and outcome.</summary>
    public static async ValueTask FoldAsync(SqlSession session, EndedJob job)
    {
        AttemptFigures figures = await OfJobAsync(session, job.Id).ConfigureAwait(false);
        await AddAsync(session, "", job.Name, SnakeCaseName.Of(job.Status), 1, figures).ConfigureAwait(false);
        await RemoveAsync(session, job.Id).ConfigureAwait(false);
    }

    /// <summary>Deletes the figures of a job that is deleted.</summary>
    public static ValueTask RemoveAsync(SqlSession session, string jobId) =>
        session.PostAsync($"DELETE FROM main.{Name} WHERE job_id = @1", jobId);

    /// <summary>Returns the figures of the attempts of a job that were cleared.</summary>
    public static async ValueTask<AttemptFigures> OfJobAsync(SqlSession session, string jobId) => !session.HasTable(Name)
        ? default
        : (await session.ListAsync($"SELECT {Columns} FROM main.{Name} WHERE job_id = @1", Read, jobId).ConfigureAwait(false))
            .SingleOrDefault();

    /// <summary>Lists the figures of jobs that were cleared, by name and outcome.</summary>
    public static async ValueTask<IReadOnlyList<ArchivedFigures>> ListAsync(SqlSession session) => !session.HasTable(Name)
        ? []
        : await session.ListAsync(
            $"SELECT name, outcome, jobs, {Columns} FROM main.{Name} WHERE job_id = '' ORDER BY name, outcome",
            row => new ArchivedFigures(
                row.Next(column => column.Raw()),
                row.Next(column => column.Status(JobStatus.Unknown)),
                row.Next(column => column.Int64()),
                Read(row))).ConfigureAwait(false);

    private static AttemptFigures Read(RowReader row) => new(
        row.Next(column => column.Int64()),
        row.Next(column => column.Int64()),
        row.Next(column => column.Int64()),
        row.Next(column => column.Real()) ?? 0);

    private static ValueTask AddAsync(
        SqlSession session, string jobId, string name, string outcome, long jobs, AttemptFigures figures) => session.PostAsync(
        $"""
        INSERT INTO main.{Name} AS kept (job_id, name, outcome, jobs, {Columns}) VALUES (@1, @2, @3, @4, @5, @6, @7, @8)
        ON CONFLICT (job_id, name, outcome) DO UPDATE SET jobs = kept.jobs + excluded.jobs,
            attempts = kept.attempts + excluded.attempts,
            successful_attempts = kept.successful_attempts + excluded.successful_attempts,
            timed_attempts = kept.timed_attempts + excluded.timed_attempts, seconds = kept.seconds + excluded.seconds
        """,
        jobId,
        name,
        outcome,
        jobs,
        figures.Attempts,
        figures.Successful,
        figures.Timed,
        figures.Seconds);
}
