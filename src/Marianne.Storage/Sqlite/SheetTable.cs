using Marianne.Jobs;
using Marianne.Storage.Mapping;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads and writes the table <c>sheets</c>.</summary>
internal static class SheetTable
{
    /// <summary>The number of leading columns of a query of sheets: the job's id and the sheet's number.</summary>
    private const int Keys = 2;

    /// <summary>The ordinal of the first column of the table itself, after the keys and the measures.</summary>
    private const int First = Keys + MeasuresTable.Width;

    private static readonly SqliteTable<Sheet> Rows = new(
        "sheets",
        [("job_id", sheet => sheet.JobId), ("sheet_num", sheet => sheet.Number)],
        SheetFields.Render(new ColumnRenderer<Sheet>()));

    /// <summary>Returns a query of complete rows.</summary>
    /// <param name="session">The session.</param>
    /// <param name="clauses">The clauses after FROM.</param>
    public static string Select(SqliteSession session, string clauses) =>
        $"""
        SELECT sheets.job_id, sheets.sheet_num, {MeasuresTable.Select(session)}, {Rows.Select(session, FormerName)}
        FROM sheets {MeasuresTable.Join(session)} {clauses}
        """;

    /// <summary>
    /// Adds the sheets of a query to their jobs. A row whose number the job does not have is reported as unreadable.
    /// </summary>
    /// <param name="query">The query.</param>
    /// <param name="jobOf">Returns the job of an id, or <c>null</c> to skip its rows.</param>
    public static void ReadInto(SqliteCommand query, Func<string, Job?> jobOf)
    {
        using SqliteDataReader reader = query.ExecuteReader();
        var columns = new ColumnReader(reader);
        Job? job = null;
        while (reader.Read())
        {
            columns.Ordinal = 0;
            string id = columns.Raw();
            job = job?.Id == id ? job : jobOf(id);
            columns.Ordinal = 1;
            if (job is null)
                continue;

            if (columns.Int32() is { } number && job.HasSheet(number))
                job.Sheets.Put(Read(columns, id, number));
            else
                job.SetUnreadable(nameof(Job.Sheets), UnknownNumber(columns.Raw(), job));
        }
    }

    /// <summary>Writes a sheet's row and its measures.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sheet">The sheet.</param>
    /// <param name="isWhole">Indicates whether the file may hold another version than the sheet was loaded from.</param>
    public static void Write(SqliteSession session, Sheet sheet, bool isWhole)
    {
        Rows.Write(session, sheet);
        MeasuresTable.Write(session, sheet, isWhole);
    }

    private static Sheet Read(ColumnReader columns, string jobId, int number)
    {
        var sheet = new Sheet(jobId, number);
        Rows.Read(columns, First, sheet);
        MeasuresTable.Read(columns, Keys, sheet);
        sheet.AcceptChanges();
        return sheet;
    }

    private static UnreadableValue UnknownNumber(string number, Job job) =>
        new("sheet_num", number, $"the job has the sheets 1 to {job.TotalSheets}");

    private static string? FormerName(string column) =>
        column == OutcomeTable.Success ? OutcomeTable.FormerSuccess : null;
}
