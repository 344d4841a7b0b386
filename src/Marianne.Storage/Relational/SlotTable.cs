using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_limit_slots</c>: the sheets that run, and the attempts that began within the last hour and have
/// ended, which have no expiry. Only this module uses it.
/// </summary>
internal static class SlotTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_limit_slots";

    private const string Free = $"UPDATE main.{Name} SET expires_at = NULL, job_id = ''";

    /// <summary>Reads the sheets that run, the oldest first, by the names of limits, together with the next statement.</summary>
    public static ValueTask PostListAsync(
        SqlSession session, IReadOnlyList<string> limits, object now, List<(string Limit, SlotHolder Holder)> found) =>
        SlotRow.PostAsync(
            session,
            SlotRow.Select(session.Dialect, Name, "started_at", "AND expires_at IS NOT NULL ORDER BY started_at, token"),
            limits,
            now,
            found);

    /// <summary>Returns how many attempts have begun within the last hour, by the names of limits.</summary>
    public static async ValueTask<Dictionary<string, long>> CountStartsAsync(SqlSession session, object now) => (await session.ListAsync(
        $"SELECT limit_name, count(*) FROM main.{Name} WHERE started_at > {session.Dialect.After("@1", "@2")} GROUP BY limit_name",
        rows => (Limit: rows.Next(column => column.Raw()), Count: rows.Next(column => column.Int64())),
        now,
        -SlotPolicy.Window.TotalSeconds).ConfigureAwait(false)).ToDictionary(row => row.Limit, row => row.Count);

    /// <summary>Gives a sheet a slot, which begins now.</summary>
    public static ValueTask AddAsync(SqlSession session, SlotHolder holder, string limit, object now) =>
        session.PostAsync(
            $"""
            INSERT INTO main.{Name} ({SlotRow.Columns}, started_at, expires_at)
            VALUES ({SlotRow.Parameters}, @9, {session.Dialect.After("@9", "@10")})
            ON CONFLICT (token, limit_name) DO UPDATE SET expires_at = excluded.expires_at
            """,
            SlotRow.Values(holder, limit, now, Lease.Length.TotalSeconds));

    /// <summary>Renews the slots of some tokens, also those that were freed. Returns the tokens that have any.</summary>
    public static async ValueTask<HashSet<string>> RenewAsync(SqlSession session, IEnumerable<string> tokens, object now) =>
    [
        .. await session.ListAsync(
            $"""
            UPDATE main.{Name} SET expires_at = {session.Dialect.After("@2", "@3")} WHERE {session.Dialect.IsAmong("token", "@1")}
            RETURNING token
            """,
            row => row.Next(column => column.Raw()),
            session.Dialect.Texts(tokens),
            now,
            Lease.Length.TotalSeconds).ConfigureAwait(false),
    ];

    /// <summary>Frees the slots of a token. Its attempt still counts for an hour, without the id of its job.</summary>
    public static async ValueTask<bool> FreeAsync(SqlSession session, string token) => await session
        .ExecuteAsync($"{Free} WHERE token = @1 AND expires_at IS NOT NULL", token)
        .ConfigureAwait(false) > 0;

    /// <summary>Frees the slots of processes that are gone.</summary>
    public static async ValueTask FreeAsync(SqlSession session, IReadOnlyCollection<string> tokens)
    {
        if (tokens.Count > 0)
            await session.PostAsync(
                $"{Free} WHERE {session.Dialect.IsAmong("token", "@1")} AND expires_at IS NOT NULL", session.Dialect.Texts(tokens))
                .ConfigureAwait(false);
    }

    /// <summary>Removes the ended attempts that began more than an hour ago.</summary>
    public static ValueTask CleanAsync(SqlSession session, object now) => session.PostAsync(
        $"DELETE FROM main.{Name} WHERE expires_at IS NULL AND started_at <= {session.Dialect.After("@1", "@2")}",
        now,
        -SlotPolicy.Window.TotalSeconds);
}
