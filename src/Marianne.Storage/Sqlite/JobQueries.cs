using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads jobs and their figures through one session.</summary>
internal sealed class JobQueries(IProcessList processes)
{
    /// <summary>A job with all its sheets; nothing when there is none.</summary>
    public Job? Whole(SqliteSession session, string id)
    {
        Job? job = Header(session, id);
        if (job is not null)
            SheetTable.ReadInto(session.Command(SheetTable.Select(session, "WHERE sheets.job_id = @1"), id), _ => job);
        return job;
    }

    /// <summary>A job without its sheets; nothing when there is none.</summary>
    public Job? Header(SqliteSession session, string id) =>
        JobTable.Read(session.Command(JobTable.Select(session, "WHERE jobs.id = @1"), id), processes).SingleOrDefault();

    /// <summary>A job without its sheets and its configuration.</summary>
    /// <exception cref="MarianneException">There is none.</exception>
    public Job RequireSlim(SqliteSession session, string id) => JobTable
        .Read(session.Command(JobTable.Select(session, "WHERE jobs.id = @1", isSlim: true), id), processes, isSlim: true)
        .SingleOrDefault() ?? throw JobErrors.NotFound(id);

    /// <summary>A job without its sheets.</summary>
    /// <exception cref="MarianneException">There is none.</exception>
    public Job RequireHeader(SqliteSession session, string id) => Header(session, id) ?? throw JobErrors.NotFound(id);

    /// <summary>When a job was last saved, and its high-water mark; nothing when there is none.</summary>
    public static (DateTimeOffset UpdatedAt, int LastCompletedSheet)? Version(SqliteSession session, string id)
    {
        SqliteCommand command = session.Command("SELECT updated_at, last_completed_sheet FROM jobs WHERE id = @1", id);
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read())
            return null;

        var columns = new ColumnReader(reader);
        DateTimeOffset? updatedAt = columns.Time();
        columns.Ordinal = 1;
        return (updatedAt ?? default, columns.Count());
    }

    /// <summary>Whether there is a job.</summary>
    public static bool Exists(SqliteSession session, string id) =>
        session.Scalar("SELECT 1 FROM jobs WHERE id = @1", id) is not null;

    /// <summary>Gives a job one of its sheets.</summary>
    public static void ReadSheet(SqliteSession session, Job job, int number) => SheetTable.ReadInto(
        session.Command(SheetTable.Select(session, "WHERE sheets.job_id = @1 AND sheets.sheet_num = @2"), job.Id, number),
        _ => job);

    /// <summary>How many of a job's sheets from a number on are Completed or Skipped, one sheet apart.</summary>
    public static long FinishedSheets(SqliteSession session, Job job, int from, int? except) => (long)session.Scalar(
        """
        SELECT count(*) FROM sheets
        WHERE job_id = @1 AND sheet_num BETWEEN @2 AND @3 AND sheet_num IS NOT @4
        AND status IN ('completed', 'skipped')
        """,
        job.Id,
        from,
        job.TotalSheets,
        except)!;

    /// <summary>A job in figures; nothing when there is none.</summary>
    public JobStatistics? Measure(SqliteSession session, string id)
    {
        if (Header(session, id) is not { } job)
            return null;

        (long total, long successful, double? mean) = AttemptTable.Measure(session, id);
        return new JobStatistics
        {
            JobId = id,
            TotalSheets = job.TotalSheets,
            CompletedSheets = (int)FinishedSheets(session, job, 1, except: null),
            TotalRetries = job.TotalRetryCount,
            TotalExecutions = total,
            SuccessfulExecutions = successful,
            AverageDuration = mean is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }
}
