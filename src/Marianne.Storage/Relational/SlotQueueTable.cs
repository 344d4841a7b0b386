using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_limit_queue</c>: the sheets that wait for a slot, ordered by <c>rank</c>, the time at which they
/// began to wait, earlier by their priority. Only this module uses it.
/// </summary>
internal static class SlotQueueTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_limit_queue";

    /// <summary>Returns the sheets that wait, the next one first, by the names of limits.</summary>
    public static ValueTask<List<(string Limit, SlotHolder Holder)>> ListAsync(
        SqlSession session, IReadOnlyList<string> limits, object now) => session.ListAsync(
        SlotRow.Select(session.Dialect, Name, "since", "ORDER BY rank, token"),
        SlotRow.Read,
        session.Dialect.Texts(limits),
        now);

    /// <summary>Adds a sheet to the queue of a limit, or renews its place.</summary>
    public static async ValueTask PutAsync(SqlSession session, SlotRequest request, string limit, object now) =>
        await session.ExecuteAsync(
            $"""
            INSERT INTO main.{Name} ({SlotRow.Columns}, since, rank, expires_at)
            VALUES ({SlotRow.Parameters}, {session.Dialect.After("@9", "@10")}, {session.Dialect.After("@9", "@11")},
                {session.Dialect.After("@9", "@12")})
            ON CONFLICT (token, limit_name) DO UPDATE SET expires_at = excluded.expires_at
            """,
            SlotRow.Values(
                request.Holder,
                limit,
                now,
                -request.Waited.TotalSeconds,
                -SlotPolicy.RankAge(request).TotalSeconds,
                Lease.Length.TotalSeconds)).ConfigureAwait(false);

    /// <summary>Returns how many sheets wait for a limit and go before one that waits for it too.</summary>
    public static async ValueTask<int> CountAheadAsync(SqlSession session, string limit, string token) => (int)(long)(await session
        .ScalarAsync(
            $"""
            SELECT count(*) FROM main.{Name} AS other JOIN main.{Name} AS own
            ON own.limit_name = other.limit_name AND own.token = @2 AND (other.rank, other.token) < (own.rank, own.token)
            WHERE other.limit_name = @1
            """,
            limit,
            token).ConfigureAwait(false))!;

    /// <summary>Removes a sheet from all queues.</summary>
    public static async ValueTask<bool> RemoveAsync(SqlSession session, string token) =>
        await session.ExecuteAsync($"DELETE FROM main.{Name} WHERE token = @1", token).ConfigureAwait(false) > 0;
}
