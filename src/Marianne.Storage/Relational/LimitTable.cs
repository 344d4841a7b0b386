using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>Reads and writes the table <c>marianne_limits</c>: the limits across jobs. Only this module uses it.</summary>
internal static class LimitTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_limits";

    private const string Select = $"SELECT name, concurrent, per_hour, updated_at FROM main.{Name}";

    /// <summary>Lists the limits by name.</summary>
    public static async ValueTask<List<SheetLimit>> ListAsync(SqlSession session) => session.HasTable(Name)
        ? await session.ListAsync($"{Select} ORDER BY name", Read).ConfigureAwait(false)
        : [];

    /// <summary>Returns the limits with some names.</summary>
    public static async ValueTask<List<SheetLimit>> FindAsync(SqlSession session, IReadOnlyList<string> names) =>
        session.HasTable(Name)
            ? await session.ListAsync(
                $"{Select} WHERE {session.Dialect.IsAmong("name", "@1")}", Read, session.Dialect.Texts(names)).ConfigureAwait(false)
            : [];

    /// <summary>Returns the limit with a name, and locks it until the transaction ends.</summary>
    public static async ValueTask<SheetLimit?> LockAsync(SqlSession session, string name)
    {
        List<SheetLimit> found = [];
        await PostLockAsync(session, [name], found).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        return found.SingleOrDefault();
    }

    /// <summary>
    /// Reads the limits with some names together with the next statement, and locks them until the transaction ends. All processes lock in
    /// one order.
    /// </summary>
    public static ValueTask PostLockAsync(SqlSession session, IReadOnlyList<string> names, List<SheetLimit> found) =>
        session.PostListAsync(
            $"{Select} WHERE {session.Dialect.IsAmong("name", "@1")} ORDER BY name {session.Dialect.LockRows}",
            Read,
            found,
            session.Dialect.Texts(names));

    /// <summary>Creates or changes a limit.</summary>
    public static ValueTask PutAsync(SqlSession session, SheetLimit limit) => session.PostAsync(
        $"""
        INSERT INTO main.{Name} (name, concurrent, per_hour, updated_at) VALUES (@1, @2, @3, @4)
        ON CONFLICT (name) DO UPDATE
        SET concurrent = excluded.concurrent, per_hour = excluded.per_hour, updated_at = excluded.updated_at
        """,
        limit.Name,
        limit.Concurrent,
        limit.PerHour,
        session.Dialect.Time(limit.UpdatedAt));

    /// <summary>Removes a limit. Returns <c>false</c> if it does not exist.</summary>
    public static async ValueTask<bool> DeleteAsync(SqlSession session, string name) =>
        await session.ExecuteAsync($"DELETE FROM main.{Name} WHERE name = @1", name).ConfigureAwait(false) > 0;

    private static SheetLimit Read(RowReader row) => new()
    {
        Name = row.Next(column => column.Raw()),
        Concurrent = row.Next(column => column.Int32()),
        PerHour = row.Next(column => column.Int32()),
        UpdatedAt = row.Next(column => column.Time(TimeZoneInfo.Utc)) ?? default,
    };
}
