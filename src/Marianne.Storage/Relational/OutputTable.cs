using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_outputs</c>, which holds the outputs of sheets. Other implementations rewrite the row of a
/// sheet but not these, so a row names the attempt that it belongs to and is ignored for any other.
/// </summary>
internal static class OutputTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_outputs";

    /// <summary>Replaces the outputs of a sheet by those of the attempt that completed it. Without any, those that exist are ignored.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sheet">The completed sheet.</param>
    /// <param name="outputs">The outputs.</param>
    public static async ValueTask WriteAsync(SqlSession session, Sheet sheet, IReadOnlyCollection<SheetOutput> outputs)
    {
        if (outputs.Count == 0)
            return;

        await session.PostAsync(
            "DELETE FROM main.marianne_outputs WHERE job_id = @1 AND sheet_num = @2", sheet.JobId, sheet.Number)
            .ConfigureAwait(false);
        foreach (SheetOutput output in outputs)
        {
            await session.PostAsync(
                """
                INSERT INTO main.marianne_outputs
                    (job_id, sheet_num, name, attempt_count, started_at, value, path, size, hash)
                VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9)
                """,
                sheet.JobId,
                sheet.Number,
                output.Name,
                output.AttemptNumber,
                session.Dialect.Time(sheet.StartedAt),
                output.Json,
                output.File?.Path,
                output.File?.Size,
                output.File?.Hash).ConfigureAwait(false);
        }
    }

    /// <summary>Reads a page of the outputs of a job, also those of attempts that did not complete their sheets.</summary>
    /// <param name="session">The session.</param>
    /// <param name="query">The query.</param>
    /// <param name="after">The row to continue after.</param>
    /// <param name="count">The maximum number of rows to read.</param>
    public static async ValueTask<List<OutputRow>> ReadAsync(SqlSession session, OutputQuery query, OutputKey after, int count) =>
        !session.HasTable(Name) ? [] : await session.ListAsync(
            $"""
            SELECT stored.sheet_num, stored.name, stored.attempt_count, stored.started_at, stored.value, stored.path, stored.size,
                stored.hash, sheets.status, sheets.attempt_count, sheets.started_at
            FROM main.marianne_outputs AS stored
            JOIN main.sheets AS sheets ON sheets.job_id = stored.job_id AND sheets.sheet_num = stored.sheet_num
            WHERE stored.job_id = @1 {(query.SheetNumber is null ? "" : "AND stored.sheet_num = @2")}
                AND (stored.sheet_num, stored.name) > (@3, @4)
            ORDER BY stored.sheet_num, stored.name LIMIT @5
            """,
            row => Read(row, query.JobId),
            query.JobId,
            query.SheetNumber,
            after.SheetNumber,
            after.Name,
            count).ConfigureAwait(false);

    /// <summary>Returns the outputs of jobs that are in files which no other job of the store uses, such as a fork.</summary>
    /// <param name="session">The session.</param>
    /// <param name="jobIds">The ids of the jobs.</param>
    public static async ValueTask<IReadOnlyList<SheetOutput>> OwnFilesAsync(SqlSession session, IReadOnlyList<string> jobIds) =>
        !session.HasTable(Name) ? [] : await session.ListAsync(
            $"""
            SELECT job_id, sheet_num, name, attempt_count, path, size, hash FROM main.marianne_outputs AS own
            WHERE {session.Dialect.IsAmong("job_id", "@1")} AND path IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM main.marianne_outputs AS other
                WHERE other.path = own.path AND NOT ({session.Dialect.IsAmong("other.job_id", "@1")}))
            """,
            row =>
            {
                string jobId = row.Next(column => column.Raw());
                int sheet = row.Next(column => column.Count());
                string name = row.Next(column => column.Raw());
                int attempt = row.Next(column => column.Count());
                return new SheetOutput(jobId, sheet, attempt, name)
                {
                    File = FileOf(
                        row.Next(column => column.Text()), row.Next(column => column.LongCount()), row.Next(column => column.Text())),
                };
            },
            session.Dialect.Texts(jobIds)).ConfigureAwait(false);

    private static OutputRow Read(RowReader row, string jobId)
    {
        var key = new OutputKey(row.Next(column => column.Count()), row.Next(column => column.Raw()));
        int attempt = row.Next(column => column.Count());
        DateTimeOffset? startedAt = row.Next(column => column.Time());
        var output = new SheetOutput(jobId, key.SheetNumber, attempt, key.Name)
        {
            Json = row.Next(column => column.Text()),
            File = FileOf(row.Next(column => column.Text()), row.Next(column => column.LongCount()), row.Next(column => column.Text())),
        };
        var current = new SheetVersion(
            row.Next(column => column.Status(SheetStatus.Unknown)), row.Next(column => column.Count()), row.Next(column => column.Time()));
        return new OutputRow(key, output, current == new SheetVersion(SheetStatus.Completed, attempt, startedAt));
    }

    private static OutputFile? FileOf(string? path, long size, string? hash) =>
        path is null ? null : new OutputFile(path, size, hash ?? "");
}
