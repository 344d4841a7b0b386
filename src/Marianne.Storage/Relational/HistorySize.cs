using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Measures the history of jobs. The texts themselves are not read.</summary>
internal static class HistorySize
{
    /// <summary>What a row needs beside its texts, roughly.</summary>
    private const int RowBytes = 60;

    private const string HasTexts = "AND (prompt IS NOT NULL OR output IS NOT NULL)";

    private static readonly string[] TextsOfAttempt = ["prompt", "output"];

    private static readonly (string Table, string Key, string[] Texts)[] BesideAttempts =
    [
        ("jobs", "id", ["name", "description", "config_snapshot", "error_message"]),
        ("sheets", "job_id", ["error_message", "validation_details", "outcome_data"]),
        (MeasuresTable.Name, "job_id", ["measures"]),
        (OutputTable.Name, "job_id", ["value"]),
        (ItemTable.Name, "job_id", ["value"]),
        (AttachedHistoryTable.Name, "job_id", ["content"]),
        (ApprovalTable.Name, "job_id", ["content"]),
    ];

    /// <summary>Returns the amount of a part of the history of jobs.</summary>
    public static async ValueTask<HistoryAmount> OfAsync(SqlSession session, HistoryPart part, IEnumerable<string> jobIds)
    {
        object ids = session.Dialect.Texts(jobIds);
        HistoryAmount attempts = (await session.ListAsync(
            $"""
            SELECT count(DISTINCT job_id), count(*), CAST(coalesce(sum({BytesOfAttempt(session, part)}), 0) AS BIGINT)
            FROM main.execution_history WHERE {session.Dialect.IsAmong("job_id", "@1")} {Only(part)}
            """,
            row => new HistoryAmount(
                row.Next(column => column.Int64()), row.Next(column => column.Int64()), row.Next(column => column.Int64())),
            ids).ConfigureAwait(false)).Single();
        return part == HistoryPart.Jobs
            ? attempts with { Jobs = 0 } + await BesideAttemptsAsync(session, ids).ConfigureAwait(false)
            : attempts;
    }

    /// <summary>Returns the amount of a job without its attempts.</summary>
    public static ValueTask<HistoryAmount> BesideAttemptsAsync(SqlSession session, string jobId) =>
        BesideAttemptsAsync(session, session.Dialect.Texts([jobId]));

    /// <summary>Returns the next attempts of a job that are cleared.</summary>
    public static async ValueTask<List<AttemptSize>> NextAsync(SqlSession session, HistoryPart part, string jobId, int count) =>
        await session.ListAsync(
            $"""
            SELECT id, exit_code, duration_seconds, CAST({BytesOfAttempt(session, part)} AS BIGINT)
            FROM main.execution_history WHERE job_id = @1 {Only(part)} LIMIT {count}
            """,
            row =>
            {
                long id = row.Next(column => column.Int64());
                int? exitCode = row.Next(column => column.Int32());
                double? seconds = row.Next(column => column.Seconds());
                var figures = new AttemptFigures(1, exitCode == 0 ? 1 : 0, seconds is null ? 0 : 1, seconds ?? 0);
                return new AttemptSize(id, figures, row.Next(column => column.Int64()));
            },
            jobId).ConfigureAwait(false);

    private static async ValueTask<HistoryAmount> BesideAttemptsAsync(SqlSession session, object ids)
    {
        IEnumerable<string> sums = BesideAttempts.Where(part => part.Key == "id" || session.HasTable(part.Table)).Select(part =>
            $"""
            SELECT CAST({(part.Key == "id" ? "count(*)" : "0")} AS BIGINT) AS jobs,
                CAST(coalesce(sum({Bytes(HistoryPart.Jobs, part.Texts)}), 0) AS BIGINT) AS size
            FROM main.{part.Table} WHERE {session.Dialect.IsAmong(part.Key, "@1")}
            """);
        return (await session.ListAsync(
            $"SELECT CAST(sum(jobs) AS BIGINT), CAST(sum(size) AS BIGINT) FROM ({string.Join(" UNION ALL ", sums)}) AS parts",
            row => new HistoryAmount(row.Next(column => column.Int64()), 0, row.Next(column => column.Int64())),
            ids).ConfigureAwait(false)).Single();
    }

    private static string BytesOfAttempt(SqlSession session, HistoryPart part) =>
        $"{Bytes(part, TextsOfAttempt)} + {AttemptOutputTable.Bytes(session)}";

    private static string Only(HistoryPart part) => part == HistoryPart.Output ? HasTexts : "";

    private static string Bytes(HistoryPart part, string[] columns) => string.Join(
        " + ",
        columns.Select(column => $"coalesce(octet_length({AsText(column)}), 0)").Prepend(part == HistoryPart.Output ? "0" : $"{RowBytes}"));

    /// <summary>JSON has no length on a server; bytes have no text.</summary>
    private static string AsText(string column) => column == "content" ? column : $"CAST({column} AS TEXT)";
}
