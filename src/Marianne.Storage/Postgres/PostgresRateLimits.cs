using Marianne.Learning;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Postgres;

/// <summary>Reads and writes the table <c>rate_limits</c>.</summary>
internal sealed class PostgresRateLimits(TimeProvider time)
{
    /// <summary>Adds a rate limit and returns it as it will be read.</summary>
    public async ValueTask<LearnedRateLimit> AddAsync(SqlSession session, LearnedRateLimit limit)
    {
        ServerClock clock = await ServerClock.ReadAsync(session, time).ConfigureAwait(false);
        LearnedRateLimit stored = clock.ToServer(limit);
        await session.ExecuteAsync(
            $"INSERT INTO main.rate_limits ({RateLimitRow.Columns}) VALUES (@1, @2, @3, @4, @5, @6, @7, @8)",
            stored.Id,
            stored.ErrorCode,
            stored.Model,
            session.Dialect.Time(stored.RecordedAt),
            session.Dialect.Time(stored.ExpiresAt),
            stored.SourceJobHash,
            stored.Duration.TotalSeconds,
            stored.Service).ConfigureAwait(false);
        return limit;
    }

    /// <summary>Returns the rate limits in force, latest expiry first.</summary>
    public async ValueTask<IReadOnlyList<LearnedRateLimit>> InForceAsync(SqlSession session, string? errorCode, string? model)
    {
        ServerClock clock = await ServerClock.ReadAsync(session, time).ConfigureAwait(false);
        string filter = (errorCode is null ? "TRUE" : "error_code = @1") + (model is null ? "" : " AND model = @2");
        return
        [
            .. (await ReadAsync(session, filter, errorCode, model).ConfigureAwait(false))
                .Select(limit => clock.ToLocal(limit).InForceAt(time.GetUtcNow()))
                .OfType<LearnedRateLimit>()
                .OrderByDescending(limit => limit.ExpiresAt)
                .ThenBy(limit => limit.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Determines whether any rate limit has expired.</summary>
    public async ValueTask<bool> HasExpiredAsync(SqlSession session) =>
        (await ExpiredAsync(session).ConfigureAwait(false)).Count > 0;

    /// <summary>Removes the expired rate limits and returns their number.</summary>
    public async ValueTask<int> ClearExpiredAsync(SqlSession session)
    {
        IReadOnlyCollection<string> expired = await ExpiredAsync(session).ConfigureAwait(false);
        return expired.Count == 0 ? 0 : await RemoveAsync(session, expired).ConfigureAwait(false);
    }

    /// <summary>Determines whether one of some rate limits exists.</summary>
    public static async ValueTask<bool> HasAsync(SqlSession session, IReadOnlyCollection<string> ids) => await session
        .ScalarAsync("SELECT 1 FROM main.rate_limits WHERE id = ANY(@1) LIMIT 1", session.Dialect.Texts(ids))
        .ConfigureAwait(false) is not null;

    /// <summary>Removes rate limits and returns the number of those that existed.</summary>
    public static ValueTask<int> RemoveAsync(SqlSession session, IReadOnlyCollection<string> ids) =>
        session.ExecuteAsync("DELETE FROM main.rate_limits WHERE id = ANY(@1)", session.Dialect.Texts(ids));

    private async ValueTask<IReadOnlyCollection<string>> ExpiredAsync(SqlSession session)
    {
        ServerClock clock = await ServerClock.ReadAsync(session, time).ConfigureAwait(false);
        return
        [
            .. (await ReadAsync(session, "TRUE").ConfigureAwait(false))
                .Where(limit => clock.ToLocal(limit).InForceAt(time.GetUtcNow()) is null)
                .Select(limit => limit.Id),
        ];
    }

    /// <summary>Reads the limits that a filter selects. One that cannot be read is skipped.</summary>
    private static async ValueTask<List<LearnedRateLimit>> ReadAsync(SqlSession session, string filter, params object?[] values)
    {
        List<LearnedRateLimit?> limits = await session.ListAsync(
            $"SELECT {RateLimitRow.Columns} FROM main.rate_limits WHERE {filter}",
            row => RateLimitRow.Read(row, TimeZoneInfo.Utc),
            values).ConfigureAwait(false);
        return [.. limits.OfType<LearnedRateLimit>()];
    }
}
