using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_sheets</c>, which holds the measures of sheets. Other implementations rewrite the
/// row of a sheet but not this one, so a row names the attempt that it belongs to and is ignored for any other.
/// </summary>
internal static class MeasuresTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_sheets";

    /// <summary>The number of columns of <see cref="Select"/>.</summary>
    public const int Width = 3;

    /// <summary>Returns the columns that a query of sheets needs for <see cref="Read"/>.</summary>
    public static string Select(SqlSession session) => session.HasTable(Name)
        ? "measured.measures, measured.attempt_count, measured.started_at"
        : "NULL, NULL, NULL";

    /// <summary>Returns the join that follows <c>FROM sheets</c> in such a query.</summary>
    public static string Join(SqlSession session) => session.HasTable(Name)
        ? "LEFT JOIN main.marianne_sheets AS measured ON measured.job_id = sheets.job_id AND measured.sheet_num = sheets.sheet_num"
        : "";

    /// <summary>Sets the measures of a sheet whose own row was read, if they belong to its current attempt.</summary>
    /// <param name="columns">The reader, positioned at the row.</param>
    /// <param name="first">The ordinal of the first column.</param>
    /// <param name="sheet">The sheet.</param>
    public static void Read(ColumnReader columns, int first, Sheet sheet)
    {
        columns.Ordinal = first;
        if (columns.IsNull || !BelongsTo(sheet, columns, first))
            return;

        columns.Ordinal = first;
        columns.Problem = null;
        if (columns.Measures() is { } measures)
            sheet.Measures = measures;
        else
            sheet.SetUnreadable(nameof(sheet.Measures), new("measures", columns.Raw(), columns.Problem!));
    }

    /// <summary>Writes the measures of a sheet, unless the file already holds exactly these.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sheet">The sheet.</param>
    /// <param name="isWhole">Indicates whether the file may hold another version than the sheet was loaded from.</param>
    public static async ValueTask WriteAsync(SqlSession session, Sheet sheet, bool isWhole)
    {
        // Measures that could not be read are not JSON, so another database keeps them with the sheet itself.
        bool isKept = session.Dialect.HoldsAnyValue || !sheet.Unreadable.ContainsKey(nameof(sheet.Measures));
        if (sheet.HasMeasures && isKept && (sheet.MeasuresChanged || isWhole))
        {
            await session.PostAsync(
                """
                INSERT INTO main.marianne_sheets (job_id, sheet_num, attempt_count, started_at, measures)
                VALUES (@1, @2, @3, @4, @5)
                ON CONFLICT (job_id, sheet_num) DO UPDATE SET
                    attempt_count = excluded.attempt_count, started_at = excluded.started_at, measures = excluded.measures
                """,
                sheet.JobId,
                sheet.Number,
                sheet.AttemptCount,
                session.Dialect.Time(sheet.StartedAt),
                session.Dialect.Json(StoredJson.Measures(sheet))).ConfigureAwait(false);
        }
        else if (!sheet.HasMeasures && (sheet.HadMeasures || isWhole))
        {
            await session.PostAsync(
                "DELETE FROM main.marianne_sheets WHERE job_id = @1 AND sheet_num = @2", sheet.JobId, sheet.Number)
                .ConfigureAwait(false);
        }
    }

    private static bool BelongsTo(Sheet sheet, ColumnReader columns, int first)
    {
        columns.Ordinal = first + 1;
        bool isAttempt = columns.Int32() == sheet.AttemptCount;
        columns.Ordinal = first + 2;
        return isAttempt && columns.Time() == sheet.StartedAt;
    }
}
