using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the tables <c>marianne_retention</c> and <c>marianne_learned_retention</c>, which have the rule of the store. Only this
/// module uses them.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class RetentionTable(TimeProvider time)
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_retention";

    /// <summary>The name of the table that says how long what was learned is kept.</summary>
    public const string LearnedName = "marianne_learned_retention";

    // The row exists if a rule was set, or if jobs have rules of their own.
    private const string IsDue = "next_at <= @1";
    private const string Columns = "completed, failed, cancelled, CAST(keep AS BIGINT)";
    private const string Learned = $"(SELECT kept FROM main.{LearnedName})";

    /// <summary>Returns the rule of the store.</summary>
    public static async ValueTask<RetentionRule> ReadAsync(SqlSession session) => !session.HasTable(Name)
        ? RetentionRule.None
        : (await session.ListAsync(
            $"SELECT {Columns}, {(session.HasTable(LearnedName) ? Learned : "NULL")} FROM main.{Name}",
            Read).ConfigureAwait(false)).SingleOrDefault(RetentionRule.None);

    /// <summary>Changes the rule of the store. Its history may be cleared at once.</summary>
    public static async ValueTask<RetentionRule> ChangeAsync(SqlSession session, Func<RetentionRule, RetentionRule> change)
    {
        // The row is written first, so that another transaction waits.
        await session.ExecuteAsync(
            $"INSERT INTO main.{Name} (id, keep, next_at) VALUES (1, 0, 0) ON CONFLICT (id) DO UPDATE SET next_at = 0").ConfigureAwait(false);
        RetentionRule rule = change(await ReadAsync(session).ConfigureAwait(false));
        await session.PostAsync(
            $"UPDATE main.{Name} SET completed = @1, failed = @2, cancelled = @3, keep = @4",
            rule.Completed?.TotalSeconds,
            rule.Failed?.TotalSeconds,
            rule.Cancelled?.TotalSeconds,
            (long)rule.Keep).ConfigureAwait(false);
        await session.PostAsync($"DELETE FROM main.{LearnedName}").ConfigureAwait(false);
        if (rule.Learned is { } learned)
        {
            await session.PostAsync($"INSERT INTO main.{LearnedName} (id, kept) VALUES (1, @1)", learned.TotalSeconds)
                .ConfigureAwait(false);
        }

        return rule;
    }

    /// <summary>Determines whether it is known that jobs may have rules.</summary>
    public static async ValueTask<bool> ExistsAsync(SqlSession session) =>
        session.HasTable(Name) && await session.ScalarAsync($"SELECT 1 FROM main.{Name}").ConfigureAwait(false) is not null;

    /// <summary>Notes that jobs have rules of their own.</summary>
    public static async ValueTask<bool> NoteAsync(SqlSession session) => await session.ExecuteAsync(
        $"INSERT INTO main.{Name} (id, keep, next_at) VALUES (1, 0, 0) ON CONFLICT (id) DO NOTHING").ConfigureAwait(false) > 0;

    /// <summary>Determines whether the history may be cleared now.</summary>
    public async ValueTask<bool> IsDueAsync(SqlSession session) =>
        session.HasTable(Name)
        && await session.ScalarAsync($"SELECT 1 FROM main.{Name} WHERE {IsDue}", After(TimeSpan.Zero)).ConfigureAwait(false) is not null;

    /// <summary>Begins to clear the history. Returns the rule, or <c>null</c> if another process has begun.</summary>
    public async ValueTask<RetentionRule?> BeginAsync(SqlSession session, TimeSpan turn) => (await session.ListAsync(
        $"UPDATE main.{Name} SET next_at = @2 WHERE {IsDue} RETURNING {Columns}, {Learned}",
        Read,
        After(TimeSpan.Zero),
        After(turn)).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Ends the clearing of the history.</summary>
    public async ValueTask<bool> EndAsync(SqlSession session, TimeSpan pause) =>
        await session.ExecuteAsync($"UPDATE main.{Name} SET next_at = @1", After(pause)).ConfigureAwait(false) > 0;

    private long After(TimeSpan span) => LeaseClock.Microseconds(time.GetUtcNow() + span - DateTimeOffset.UnixEpoch);

    private static RetentionRule Read(RowReader row) => new()
    {
        Completed = Age(row),
        Failed = Age(row),
        Cancelled = Age(row),
        Keep = (int)row.Next(column => column.Int64()),
        Learned = Age(row),
    };

    private static TimeSpan? Age(RowReader row) =>
        row.Next(column => column.Seconds()) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
