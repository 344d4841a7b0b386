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

    /// <summary>Reads the sheets that wait, the next one first, by the names of limits, together with the next statement.</summary>
    public static ValueTask PostListAsync(
        SqlSession session, IReadOnlyList<string> limits, object now, List<(string Limit, SlotHolder Holder)> found) =>
        SlotRow.PostAsync(session, SlotRow.Select(session.Dialect, Name, "since", "ORDER BY rank, token"), limits, now, found);

    /// <summary>Adds a sheet to the queue of a limit, or renews its place.</summary>
    public static ValueTask PutAsync(SqlSession session, SlotRequest request, string limit, object now) =>
        session.PostAsync(
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
                Lease.Length.TotalSeconds));

    /// <summary>Removes a sheet from all queues.</summary>
    public static async ValueTask<bool> RemoveAsync(SqlSession session, string token) =>
        await session.ExecuteAsync($"DELETE FROM main.{Name} WHERE token = @1", token).ConfigureAwait(false) > 0;

    /// <summary>Removes sheets of processes that are gone.</summary>
    public static async ValueTask RemoveAsync(SqlSession session, IReadOnlyCollection<string> tokens)
    {
        if (tokens.Count > 0)
            await session.PostAsync(
                $"DELETE FROM main.{Name} WHERE {session.Dialect.IsAmong("token", "@1")}", session.Dialect.Texts(tokens))
                .ConfigureAwait(false);
    }
}
