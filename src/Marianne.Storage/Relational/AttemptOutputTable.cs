using System.Text;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the outputs of attempts. Of an output above 4 KB, the shared column has the end, and the table
/// <c>marianne_attempt_outputs</c>, which only this module uses, the whole. Others may change the column, so the whole is ignored
/// unless it ends as the column says. A database that compresses texts itself has no such table.
/// </summary>
internal static class AttemptOutputTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_attempt_outputs";

    /// <summary>Returns the columns that a query of attempts needs for <see cref="Read"/>.</summary>
    /// <param name="session">The session.</param>
    public static string Columns(SqlSession session) =>
        IsIn(session) ? "output, whole.size, whole.content AS whole_output" : "output, NULL, NULL";

    /// <summary>Returns the join that such a query needs.</summary>
    /// <param name="session">The session.</param>
    public static string Join(SqlSession session) =>
        IsIn(session) ? "LEFT JOIN main.marianne_attempt_outputs AS whole ON whole.attempt_id = execution_history.id" : "";

    /// <summary>Returns the number of bytes that an attempt has in the table, as an expression of a query of attempts.</summary>
    /// <param name="session">The session.</param>
    public static string Bytes(SqlSession session) => IsIn(session)
        ? "coalesce((SELECT octet_length(content) FROM main.marianne_attempt_outputs WHERE attempt_id = execution_history.id), 0)"
        : "0";

    /// <summary>Reads the whole output of an attempt, or what the shared column has if there is no other.</summary>
    /// <param name="row">The row, of which <see cref="Columns"/> are next.</param>
    public static string? Read(RowReader row)
    {
        string? shared = row.Next(column => column.Text());
        long size = row.Next(column => column.IsNull ? 0 : column.Int64());
        return row.Next(column => shared is null || column.IsNull ? shared : Whole(column, size, shared));
    }

    /// <summary>Determines whether the table keeps an output, because the shared column has only its end.</summary>
    /// <param name="session">The session.</param>
    /// <param name="output">The output.</param>
    public static bool Keeps(SqlSession session, string? output) =>
        output is not null && IsIn(session) && LongOutput.IsLong(output);

    /// <summary>Writes an output that the table <see cref="Keeps"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="attemptId">The id of its attempt.</param>
    /// <param name="text">The output.</param>
    public static async ValueTask WriteAsync(SqlSession session, long attemptId, string text)
    {
        byte[] output = Encoding.UTF8.GetBytes(text);
        await session.PostAsync(
            """
            INSERT INTO main.marianne_attempt_outputs (attempt_id, size, content) VALUES (@1, @2, @3)
            ON CONFLICT (attempt_id) DO UPDATE SET size = excluded.size, content = excluded.content
            """,
            attemptId,
            output.Length,
            LongOutput.Compress(output)).ConfigureAwait(false);
    }

    private static bool IsIn(SqlSession session) => !session.Dialect.CompressesTexts && session.HasTable(Name);

    private static string Whole(ColumnReader column, long size, string shared)
    {
        string? whole = LongOutput.Decompress(column.Bytes(), size);
        if (whole is null)
            column.Problem = "it is damaged, and only the end of the output is left";
        return whole is not null && LongOutput.IsLong(whole) && LongOutput.EndOf(whole) == shared ? whole : shared;
    }
}
