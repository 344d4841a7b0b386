using System.Runtime.CompilerServices;
using Marianne.Jobs;
using Marianne.Storage.Mapping;

namespace Marianne.Storage.Relational;

/// <summary>Reads and writes the table <c>sheets</c>.</summary>
internal static class SheetTable
{
    /// <summary>The number of leading columns of a query of sheets: the job's id and the sheet's number.</summary>
    private const int Keys = 2;

    /// <summary>The ordinal of the first column of the table itself, after the keys and the measures.</summary>
    private const int First = Keys + MeasuresTable.Width;

    private static readonly SqlTable<Sheet> Rows = new(
        "sheets",
        [("job_id", sheet => sheet.JobId), ("sheet_num", sheet => sheet.Number)],
        SheetFields.Render(new ColumnRenderer<Sheet>()),
        indexed: nameof(Sheet.Status));

    /// <summary>The column that indicates whether the first attempt succeeded.</summary>
    public const string Success = "success_without_retry";

    /// <summary>The name of that column in older files.</summary>
    public const string FormerSuccess = "first_attempt_success";

    /// <summary>Returns a query of complete rows.</summary>
    /// <param name="session">The session.</param>
    /// <param name="clauses">The clauses after FROM.</param>
    public static string Select(SqlSession session, string clauses) => session.Text(
        "sheets",
        clauses,
        static (session, clauses) =>
            $"""
            SELECT sheets.job_id, sheets.sheet_num, {MeasuresTable.Select(session)}, {Rows.Select(session, FormerName)}
            FROM main.sheets {MeasuresTable.Join(session)} {clauses}
            """);

    /// <summary>
    /// Adds the sheets of a query to their jobs. A row whose number the job does not have is reported as unreadable.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="jobOf">Returns the job of an id, or <c>null</c> to skip its rows.</param>
    public static async ValueTask ReadIntoAsync(SqlSession session, RowReader rows, Func<string, Job?> jobOf)
    {
        await using ConfiguredAsyncDisposable disposed = rows.ConfigureAwait(false);
        ColumnReader columns = rows.Columns;
        Job? job = null;
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            columns.Ordinal = 0;
            string id = columns.Raw();
            job = job?.Id == id ? job : jobOf(id);
            columns.Ordinal = 1;
            if (job is null)
                continue;

            if (columns.Int32() is { } number && job.HasSheet(number))
                job.Sheets.Put(Read(session, columns, id, number));
            else
                job.SetUnreadable(nameof(Job.Sheets), UnknownNumber(columns.Raw(), job));
        }
    }

    /// <summary>Writes what changed of a sheet: its row with its measures, and its item.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sheet">The sheet.</param>
    /// <param name="isWhole">Indicates whether the file may hold another version than the sheet was loaded from.</param>
    /// <param name="keepsStatus">Indicates whether the file probably has the sheet already, with the same status.</param>
    public static async ValueTask WriteAsync(SqlSession session, Sheet sheet, bool isWhole, bool keepsStatus = false)
    {
        if (sheet.IsChanged || isWhole)
        {
            if (keepsStatus)
                await Rows.RewriteAsync(session, sheet).ConfigureAwait(false);
            else
                await Rows.WriteAsync(session, sheet).ConfigureAwait(false);
            await MeasuresTable.WriteAsync(session, sheet, isWhole).ConfigureAwait(false);
        }

        if (sheet.ItemChanged || isWhole)
            await ItemTable.WriteAsync(session, sheet).ConfigureAwait(false);
    }

    /// <summary>Writes a sheet that this transaction has read, and its measures.</summary>
    /// <param name="session">The session.</param>
    /// <param name="before">The sheet as it was read; <c>null</c> if it had no row.</param>
    /// <param name="after">The sheet as it is written.</param>
    public static async ValueTask UpdateAsync(SqlSession session, Sheet? before, Sheet after)
    {
        if (before is null)
            await Rows.WriteAsync(session, after).ConfigureAwait(false);
        else
            await Rows.UpdateAsync(session, before, after).ConfigureAwait(false);
        await MeasuresTable.WriteAsync(session, after, isWhole: false).ConfigureAwait(false);
    }

    private static Sheet Read(SqlSession session, ColumnReader columns, string jobId, int number)
    {
        var sheet = new Sheet(jobId, number);
        Rows.Read(session, columns, First, sheet);
        MeasuresTable.Read(columns, Keys, sheet);
        sheet.AcceptChanges();
        return sheet;
    }

    private static UnreadableValue UnknownNumber(string number, Job job) =>
        new("sheet_num", number, $"the job has the sheets 1 to {job.TotalSheets}");

    private static string? FormerName(string column) =>
        column == Success ? FormerSuccess : null;
}
