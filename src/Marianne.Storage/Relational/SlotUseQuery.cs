using Marianne.Durations;
using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>Reads how much of a limit is used, from the tables of slots and of those that wait.</summary>
internal static class SlotUseQuery
{
    /// <summary>Returns how much of a limit other sheets use than the one that asks, which is in the queue.</summary>
    /// <param name="session">The session.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="token">The token of the sheet.</param>
    /// <param name="now">The time.</param>
    public static async ValueTask<SlotUse> ReadAsync(SqlSession session, SheetLimit limit, string token, object now)
    {
        SqlDialect dialect = session.Dialect;
        List<SlotUse> found = await session.ListAsync(
            $"""
            SELECT
                (SELECT count(*) FROM main.{SlotTable.Name} WHERE limit_name = @1 AND token <> @2 AND expires_at IS NOT NULL),
                (SELECT count(*) FROM main.{SlotTable.Name}
                 WHERE limit_name = @1 AND token <> @2 AND started_at > {dialect.After("@3", "@4")}),
                (SELECT count(*) FROM main.{SlotQueueTable.Name} AS other JOIN main.{SlotQueueTable.Name} AS own
                 ON own.limit_name = other.limit_name AND own.token = @2 AND (other.rank, other.token) < (own.rank, own.token)
                 WHERE other.limit_name = @1),
                (SELECT {dialect.SecondsBetween("started_at", "@3")} FROM main.{SlotTable.Name}
                 WHERE limit_name = @1 AND started_at > {dialect.After("@3", "@4")} ORDER BY started_at DESC LIMIT 1 OFFSET @5)
            """,
            rows => new SlotUse(
                rows.Next(column => column.Int64()),
                rows.Next(column => column.Int64()),
                (int)rows.Next(column => column.Int64()),
                UntilNext(rows.Next(column => column.Real()), limit.PerHour)),
            limit.Name,
            token,
            now,
            -SlotPolicy.Window.TotalSeconds,
            (limit.PerHour ?? 1) - 1).ConfigureAwait(false);
        return found[0];
    }

    private static TimeSpan? UntilNext(double? age, int? perHour) =>
        perHour is not null && age is { } seconds ? SlotPolicy.Window - Duration.FromSeconds(Math.Max(seconds, 0)) : null;
}
