using Marianne.Durations;
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

    /// <summary>Returns the sheets that run, the oldest first, by the names of limits.</summary>
    public static ValueTask<List<(string Limit, SlotHolder Holder)>> ListAsync(
        SqlSession session, IReadOnlyList<string> limits, object now) => session.ListAsync(
        SlotRow.Select(session.Dialect, Name, "started_at", "AND expires_at IS NOT NULL ORDER BY started_at, token"),
        SlotRow.Read,
        session.Dialect.Texts(limits),
        now);

    /// <summary>Returns how many sheets run in the slots of a limit, apart from one.</summary>
    public static ValueTask<long> CountAsync(SqlSession session, string limit, string token) => CountAsync(session.ScalarAsync(
        $"SELECT count(*) FROM main.{Name} WHERE limit_name = @1 AND token <> @2 AND expires_at IS NOT NULL", limit, token));

    /// <summary>Returns how many attempts have begun within the last hour.</summary>
    public static ValueTask<long> CountStartsAsync(SqlSession session, string limit, string token, object now) =>
        CountAsync(session.ScalarAsync(
            $"""
            SELECT count(*) FROM main.{Name}
            WHERE limit_name = @1 AND token <> @2 AND started_at > {session.Dialect.After("@3", "@4")}
            """,
            limit,
            token,
            now,
            -SlotPolicy.Window.TotalSeconds));

    /// <summary>Returns the time after which fewer than a number of attempts have begun within an hour, or <c>null</c> if that is so.</summary>
    public static async ValueTask<TimeSpan?> UntilNextAsync(SqlSession session, string limit, int perHour, object now)
    {
        object? age = await session.ScalarAsync(
            $"""
            SELECT {session.Dialect.SecondsBetween("started_at", "@2")} FROM main.{Name}
            WHERE limit_name = @1 AND started_at > {session.Dialect.After("@2", "@3")} ORDER BY started_at DESC LIMIT 1 OFFSET @4
            """,
            limit,
            now,
            -SlotPolicy.Window.TotalSeconds,
            perHour - 1).ConfigureAwait(false);
        return age is double seconds ? SlotPolicy.Window - Duration.FromSeconds(Math.Max(seconds, 0)) : null;
    }

    /// <summary>Gives a sheet a slot, which begins now.</summary>
    public static async ValueTask AddAsync(SqlSession session, SlotHolder holder, string limit, object now) =>
        await session.ExecuteAsync(
            $"""
            INSERT INTO main.{Name} ({SlotRow.Columns}, started_at, expires_at)
            VALUES ({SlotRow.Parameters}, @9, {session.Dialect.After("@9", "@10")})
            ON CONFLICT (token, limit_name) DO UPDATE SET expires_at = excluded.expires_at
            """,
            SlotRow.Values(holder, limit, now, Lease.Length.TotalSeconds)).ConfigureAwait(false);

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
        .ExecuteAsync($"UPDATE main.{Name} SET expires_at = NULL, job_id = '' WHERE token = @1 AND expires_at IS NOT NULL", token)
        .ConfigureAwait(false) > 0;

    /// <summary>Removes the ended attempts that began more than an hour ago.</summary>
    public static async ValueTask CleanAsync(SqlSession session, object now) => await session.ExecuteAsync(
        $"DELETE FROM main.{Name} WHERE expires_at IS NULL AND started_at <= {session.Dialect.After("@1", "@2")}",
        now,
        -SlotPolicy.Window.TotalSeconds).ConfigureAwait(false);

    private static async ValueTask<long> CountAsync(ValueTask<object?> count) => (long)(await count.ConfigureAwait(false))!;
}
