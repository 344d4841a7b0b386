using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_approvals</c>, which holds the approvals that sheets ask for, and their answers. Only this module
/// uses it.
/// </summary>
internal static class ApprovalTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_approvals";

    /// <summary>Lists approvals, ordered by job, sheet and number.</summary>
    /// <param name="session">The session.</param>
    /// <param name="query">The query.</param>
    /// <exception cref="MarianneException">StoreCorrupt: an approval is damaged.</exception>
    public static async ValueTask<IReadOnlyList<SheetApproval>> ListAsync(SqlSession session, ApprovalQuery query)
    {
        if (!session.HasTable(Name))
            return [];

        string condition = string.Join(" AND ", new[]
        {
            query.JobId is null ? null : "asked.job_id = @1",
            query.SheetNumber is null ? null : "asked.sheet_num = @2",
            query.OnlyUnanswered ? "asked.answer IS NULL" : null,
            query.JobIds is null ? null : session.Dialect.IsAmong("asked.job_id", "@3"),
        }.OfType<string>().DefaultIfEmpty("1 = 1"));
        return await session.ListAsync(
            $"""
            SELECT asked.job_id, asked.sheet_num, asked.content, asked.ask_num,
                CASE WHEN jobs.status IN ('completed', 'cancelled') THEN NULL ELSE sheets.status END,
                (SELECT max(other.ask_num) FROM main.marianne_approvals AS other
                 WHERE other.job_id = asked.job_id AND other.sheet_num = asked.sheet_num)
            FROM main.marianne_approvals AS asked
            LEFT JOIN main.sheets ON sheets.job_id = asked.job_id AND sheets.sheet_num = asked.sheet_num
            LEFT JOIN main.jobs ON jobs.id = asked.job_id
            WHERE {condition}
            ORDER BY asked.job_id, asked.sheet_num, asked.ask_num
            """,
            Read,
            query.JobId,
            query.SheetNumber,
            query.JobIds is null ? null : session.Dialect.Texts(query.JobIds)).ConfigureAwait(false);
    }

    /// <summary>Returns the last approval of a sheet, or <c>null</c> if it has none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    public static async ValueTask<SheetApproval?> LastAsync(SqlSession session, string jobId, int number) => (await session.ListAsync(
        $"""
        SELECT job_id, sheet_num, content FROM main.{Name} WHERE job_id = @1 AND sheet_num = @2 ORDER BY ask_num DESC LIMIT 1
        """,
        ReadContent,
        jobId,
        number).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>Writes an approval.</summary>
    /// <param name="session">The session.</param>
    /// <param name="approval">The approval.</param>
    public static async ValueTask WriteAsync(SqlSession session, SheetApproval approval) => await session.PostAsync(
        $"""
        INSERT INTO main.{Name} (job_id, sheet_num, ask_num, answer, content) VALUES (@1, @2, @3, @4, @5)
        ON CONFLICT (job_id, sheet_num, ask_num) DO UPDATE SET answer = excluded.answer, content = excluded.content
        """,
        approval.JobId,
        approval.SheetNumber,
        approval.Number,
        approval.Status switch
        {
            ApprovalStatus.Approved => "approved",
            ApprovalStatus.Denied => "denied",
            _ => null,
        },
        ApprovalJson.Write(approval)).ConfigureAwait(false);

    /// <summary>Writes what a change of a sheet means for its approvals.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sheet">The sheet.</param>
    /// <param name="update">The change.</param>
    public static async ValueTask FollowAsync(SqlSession session, Sheet sheet, SheetUpdate update)
    {
        if (update is SheetUpdate.Ask ask)
            await WriteAsync(session, ask.Approval).ConfigureAwait(false);
        else if (update is SheetUpdate.Fail { AppliesDenial: true }
            && await LastAsync(session, sheet.JobId, sheet.Number).ConfigureAwait(false) is { } last)
        {
            await WriteAsync(session, ApprovalTransitions.Apply(last)).ConfigureAwait(false);
        }
    }

    private static SheetApproval Read(RowReader row)
    {
        SheetApproval approval = ReadContent(row);
        int number = row.Next(column => column.Count());
        bool isAsked = row.Next(column => column.Status(SheetStatus.Unknown)) == SheetStatus.Fermata;
        return ApprovalTransitions.Judge(approval, isAsked && row.Next(column => column.Count()) == number);
    }

    private static SheetApproval ReadContent(RowReader row)
    {
        string jobId = row.Next(column => column.Raw());
        int number = row.Next(column => column.Count());
        return row.Next(column => column.Text()) is { } content && ApprovalJson.Read(content) is { } approval
            ? approval with { JobId = jobId, SheetNumber = number }
            : throw StoreErrors.Corrupt(Name, $"an approval of sheet {number} of the job '{jobId}' cannot be read");
    }
}
