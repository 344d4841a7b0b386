using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_histories</c>: the execution histories attached to jobs and sheets, in parts.
/// </summary>
internal static class AttachedHistoryTable
{
    /// <summary>The name of the table. It is created last when a file is migrated.</summary>
    public const string Name = "marianne_histories";

    /// <summary>The sheet number that stands for the job itself.</summary>
    private const int OfJob = 0;

    /// <summary>Throws if the job or the sheet does not exist.</summary>
    public static async ValueTask RequireAsync(SqlSession session, string id, int? sheetNumber) => JobValidator.CheckSheet(
        id, sheetNumber, await JobQueries.RequireTotalSheetsAsync(session, id).ConfigureAwait(false));

    /// <summary>Writes a history, replacing the existing one.</summary>
    public static async ValueTask WriteAsync(
        SqlSession session, string id, int? sheetNumber, IReadOnlyList<ReadOnlyMemory<byte>> content)
    {
        await RequireAsync(session, id, sheetNumber).ConfigureAwait(false);
        await DeleteAsync(session, id, sheetNumber).ConfigureAwait(false);
        for (int part = 0; part < Math.Max(1, content.Count); part++)
        {
            await session.PostAsync(
                "INSERT INTO main.marianne_histories (job_id, sheet_num, part, content) VALUES (@1, @2, @3, @4)",
                id,
                sheetNumber ?? OfJob,
                part,
                content.Count == 0 ? ReadOnlyMemory<byte>.Empty : content[part]).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the parts of a history; an empty list if there is none.</summary>
    public static async ValueTask<List<ReadOnlyMemory<byte>>> ReadAsync(SqlSession session, string id, int? sheetNumber)
    {
        await RequireAsync(session, id, sheetNumber).ConfigureAwait(false);
        if (!session.HasTable(Name))
            return [];

        return await session.ListAsync(
            "SELECT content FROM main.marianne_histories WHERE job_id = @1 AND sheet_num = @2 ORDER BY part",
            row => (ReadOnlyMemory<byte>)row.NextBytes(),
            id,
            sheetNumber ?? OfJob).ConfigureAwait(false);
    }

    /// <summary>Removes a history. Returns <c>false</c> if there is none.</summary>
    public static async ValueTask<bool> RemoveAsync(SqlSession session, string id, int? sheetNumber)
    {
        await RequireAsync(session, id, sheetNumber).ConfigureAwait(false);
        return await DeleteAsync(session, id, sheetNumber).ConfigureAwait(false);
    }

    /// <summary>Lists the histories of a job and its sheets.</summary>
    public static async ValueTask<List<AttachedHistory>> ListAsync(SqlSession session, string id)
    {
        await RequireAsync(session, id, sheetNumber: null).ConfigureAwait(false);
        return !session.HasTable(Name) ? [] : await session.ListAsync(
            """
            SELECT sheet_num, sum(length(content)) FROM main.marianne_histories
            WHERE job_id = @1 GROUP BY sheet_num ORDER BY sheet_num
            """,
            row =>
            {
                int number = row.Next(column => (int)column.Int64());
                return new AttachedHistory(number == OfJob ? null : number, row.Next(column => column.Int64()));
            },
            id).ConfigureAwait(false);
    }

    private static async ValueTask<bool> DeleteAsync(SqlSession session, string id, int? sheetNumber) => await session.ExecuteAsync(
        "DELETE FROM main.marianne_histories WHERE job_id = @1 AND sheet_num = @2",
        id,
        sheetNumber ?? OfJob).ConfigureAwait(false) > 0;
}
