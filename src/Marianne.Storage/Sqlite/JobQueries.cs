using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads jobs and their statistics.</summary>
internal sealed class JobQueries(IProcessList processes)
{
    /// <summary>Returns a job with all its sheets, or <c>null</c> if it does not exist.</summary>
    public Job? Whole(SqliteSession session, string id)
    {
        Job? job = Header(session, id);
        if (job is not null)
            SheetTable.ReadInto(session.Command(SheetTable.Select(session, "WHERE sheets.job_id = @1"), id), _ => job);
        return job;
    }

    /// <summary>Returns a job without its sheets, or <c>null</c> if it does not exist.</summary>
    public Job? Header(SqliteSession session, string id) =>
        JobTable.Read(session.Command(JobTable.Select(session, "WHERE jobs.id = @1"), id), processes).SingleOrDefault();

    /// <summary>Returns a job without its sheets and its configuration.</summary>
    /// <exception cref="MarianneException">The job does not exist.</exception>
    public Job RequireSlim(SqliteSession session, string id) => JobTable
        .Read(session.Command(JobTable.Select(session, "WHERE jobs.id = @1", isSlim: true), id), processes, isSlim: true)
        .SingleOrDefault() ?? throw JobErrors.NotFound(id);

    /// <summary>Returns a job without its sheets.</summary>
    /// <exception cref="MarianneException">The job does not exist.</exception>
    public Job RequireHeader(SqliteSession session, string id) => Header(session, id) ?? throw JobErrors.NotFound(id);

    /// <summary>Returns when a job was last saved and its last completed sheet, or <c>null</c> if it does not exist.</summary>
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

    /// <summary>Determines whether a job exists.</summary>
    public static bool Exists(SqliteSession session, string id) =>
        session.Scalar("SELECT 1 FROM jobs WHERE id = @1", id) is not null;

    /// <summary>Returns how many sheets a job has.</summary>
    /// <exception cref="MarianneException">The job does not exist.</exception>
    public static int RequireTotalSheets(SqliteSession session, string id) =>
        session.Scalar("SELECT CAST(total_sheets AS INTEGER) FROM jobs WHERE id = @1", id) is long total
            ? (int)total
            : throw JobErrors.NotFound(id);

    /// <summary>Returns some sheets of a job, in the order of the numbers.</summary>
    /// <exception cref="MarianneException">The job or a sheet does not exist.</exception>
    public IReadOnlyList<Sheet>? Sheets(SqliteSession session, string id, IReadOnlyCollection<int> numbers)
    {
        Job job = RequireSlim(session, id);
        foreach (int number in numbers)
        {
            SheetTransitions.CheckNumber(job, number);
            ReadSheet(session, job, number);
        }

        return [.. numbers.Select(number => job.Sheets[number - 1].Copy())];
    }

    /// <summary>Adds one of its sheets to a job.</summary>
    public static void ReadSheet(SqliteSession session, Job job, int number) => SheetTable.ReadInto(
        session.Command(SheetTable.Select(session, "WHERE sheets.job_id = @1 AND sheets.sheet_num = @2"), job.Id, number),
        _ => job);

    /// <summary>Counts a job's sheets from a number on that are Completed or Skipped, except one sheet.</summary>
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

    /// <summary>Computes a job's statistics, or returns <c>null</c> if it does not exist.</summary>
    public JobStatistics? Measure(SqliteSession session, string id)
    {
        if (Header(session, id) is not { } job)
            return null;

        (long total, long successful, double? mean) = AttemptTable.Measure(session, id);
        int finished = (int)FinishedSheets(session, job, 1, except: null);
        return JobStatisticsCalculator.Of(job, finished, total, successful, mean);
    }
}
