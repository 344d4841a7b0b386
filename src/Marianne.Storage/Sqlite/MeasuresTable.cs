using Marianne.Jobs;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// The rows of <c>marianne_sheets</c>: what a run measured of a sheet, beside the sheet's own row. Others rewrite that row
/// and not ours, so ours says which attempt it belongs to, and does not count for another.
/// </summary>
internal static class MeasuresTable
{
    /// <summary>The table.</summary>
    public const string Name = "marianne_sheets";

    /// <summary>How many columns <see cref="Select"/> gives.</summary>
    public const int Width = 3;

    /// <summary>The columns that a query of sheets gives for <see cref="Read"/>.</summary>
    public static string Select(SqliteSession session) => session.Tables.Contains(Name)
        ? "measured.measures, measured.attempt_count, measured.started_at"
        : "NULL, NULL, NULL";

    /// <summary>What follows <c>FROM sheets</c> in it.</summary>
    public static string Join(SqliteSession session) => session.Tables.Contains(Name)
        ? "LEFT JOIN marianne_sheets AS measured ON measured.job_id = sheets.job_id AND measured.sheet_num = sheets.sheet_num"
        : "";

    /// <summary>Gives a sheet, whose own row was read, what was measured of this very attempt.</summary>
    /// <param name="columns">The row.</param>
    /// <param name="first">The ordinal of the first column.</param>
    /// <param name="sheet">The sheet.</param>
    public static void Read(ColumnReader columns, int first, Sheet sheet)
    {
        columns.Ordinal = first;
        if (columns.IsNull || !IsOf(sheet, columns, first))
            return;

        columns.Ordinal = first;
        columns.Problem = null;
        if (columns.Measures() is { } measures)
            sheet.Measures = measures;
        else
            sheet.SetUnreadable(nameof(sheet.Measures), new("measures", columns.Raw(), columns.Problem!));
    }

    /// <summary>Writes what was measured of a sheet, unless the file has exactly that.</summary>
    /// <param name="session">The file.</param>
    /// <param name="sheet">The sheet.</param>
    /// <param name="isWhole">Whether the file may have another version, of which the sheet knows nothing.</param>
    public static void Write(SqliteSession session, Sheet sheet, bool isWhole)
    {
        if (sheet.HasMeasures && (sheet.MeasuresChanged || isWhole))
        {
            session.Command(
                """
                INSERT INTO marianne_sheets (job_id, sheet_num, attempt_count, started_at, measures)
                VALUES (@1, @2, @3, @4, @5)
                ON CONFLICT (job_id, sheet_num) DO UPDATE SET
                    attempt_count = excluded.attempt_count, started_at = excluded.started_at, measures = excluded.measures
                """,
                sheet.JobId,
                sheet.Number,
                sheet.AttemptCount,
                StoredTime.WithOffset(sheet.StartedAt),
                StoredJson.Measures(sheet)).ExecuteNonQuery();
        }
        else if (!sheet.HasMeasures && (sheet.HadMeasures || isWhole))
        {
            session.Command("DELETE FROM marianne_sheets WHERE job_id = @1 AND sheet_num = @2", sheet.JobId, sheet.Number)
                .ExecuteNonQuery();
        }
    }

    private static bool IsOf(Sheet sheet, ColumnReader columns, int first)
    {
        columns.Ordinal = first + 1;
        bool isAttempt = columns.Int32() == sheet.AttemptCount;
        columns.Ordinal = first + 2;
        return isAttempt && columns.Time() == sheet.StartedAt;
    }
}
