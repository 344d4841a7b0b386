using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>Reads and writes the columns that the tables of slots and of queues share: the sheet and its process.</summary>
internal static class SlotRow
{
    /// <summary>The names of the columns, in the order of <see cref="Values"/>.</summary>
    public const string Columns = "token, limit_name, job_id, sheet_num, priority, host, pid, start_mark";

    /// <summary>The parameters of <see cref="Values"/>.</summary>
    public const string Parameters = "@1, @2, @3, @4, @5, @6, @7, @8";

    /// <summary>Returns the values of the columns, followed by others.</summary>
    public static object?[] Values(SlotHolder holder, string limit, params ReadOnlySpan<object?> others) =>
    [
        holder.Token, limit, holder.JobId, holder.Number, holder.Priority, holder.Process.Host, holder.Process.Pid, holder.Process.StartMark,
        .. others,
    ];

    /// <summary>Returns the SQL that reads the sheets of some limits at a time: <c>@1</c> are the names, <c>@2</c> is the time.</summary>
    /// <param name="dialect">The words of the database.</param>
    /// <param name="table">The table.</param>
    /// <param name="since">The column of the time since when a sheet is in the table.</param>
    /// <param name="clauses">What else is selected, and the order.</param>
    public static string Select(SqlDialect dialect, string table, string since, string clauses) =>
        $"""
        SELECT {Columns}, expires_at <= @2, {dialect.SecondsBetween(since, "@2")} FROM main.{table}
        WHERE {dialect.IsAmong("limit_name", "@1")} {clauses}
        """;

    /// <summary>Reads the rows of <see cref="Select"/> together with the next statement.</summary>
    public static ValueTask PostAsync(
        SqlSession session, string sql, IReadOnlyList<string> limits, object now, List<(string Limit, SlotHolder Holder)> found) =>
        session.PostListAsync(sql, Read, found, session.Dialect.Texts(limits), now);

    private static (string Limit, SlotHolder Holder) Read(RowReader row)
    {
        string token = row.Next(column => column.Raw());
        string limit = row.Next(column => column.Raw());
        var holder = new SlotHolder
        {
            Token = token,
            JobId = row.Next(column => column.Raw()),
            Number = row.Next(column => column.Int32()) ?? 0,
            Priority = row.Next(column => column.Int32()) ?? 0,
            Process = ReadProcess(row),
            HasExpired = row.Next(column => column.Flag()) ?? true,
            Age = Duration.FromSeconds(Math.Max(row.Next(column => column.Real()) ?? 0, 0)),
        };
        return (limit, holder);
    }

    private static RunnerProcess ReadProcess(RowReader row)
    {
        string? host = row.Next(column => column.Text());
        int pid = row.Next(column => column.Int32()) ?? 0;
        return new RunnerProcess(pid, host, row.Next(column => column.Text()));
    }
}
