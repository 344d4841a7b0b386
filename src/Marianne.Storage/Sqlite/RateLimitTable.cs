using Marianne.Learning;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads and writes the table <c>rate_limit_events</c>.</summary>
internal sealed class RateLimitTable(TimeProvider time)
{
    private const string Name = "rate_limit_events";

    /// <summary>Adds a rate limit.</summary>
    public static void Add(SqliteSession session, LearnedRateLimit limit) => session.Command(
        $"""
        INSERT INTO {Name} (id, error_code, model, recorded_at, expires_at, source_job_hash, duration_seconds)
        VALUES (@1, @2, @3, @4, @5, @6, @7)
        """,
        limit.Id,
        limit.ErrorCode,
        limit.Model,
        StoredTime.WithOffset(limit.RecordedAt),
        StoredTime.WithOffset(limit.ExpiresAt),
        limit.SourceJobHash,
        limit.Duration.TotalSeconds).ExecuteNonQuery();

    /// <summary>Returns the rate limits in force, latest expiry first.</summary>
    public List<LearnedRateLimit> InForce(SqliteSession session, string? errorCode, string? model)
    {
        DateTimeOffset now = time.GetUtcNow();
        return
        [
            .. Read(session, $"expires_at >= @1 {Filter(errorCode, model)}", StoredTime.DayNear(now, -1), errorCode, model)
                .Where(limit => limit.ExpiresAt > now)
                .OrderByDescending(limit => limit.ExpiresAt)
                .ThenBy(limit => limit.Id, StringComparer.Ordinal)
                .Select(limit => limit with { Remaining = limit.ExpiresAt - now }),
        ];
    }

    /// <summary>Determines whether any rate limit has expired.</summary>
    public bool HasExpired(SqliteSession session) => Expired(session).Any();

    /// <summary>Removes the expired rate limits and returns their number.</summary>
    public int ClearExpired(SqliteSession session)
    {
        int cleared = 0;
        foreach (LearnedRateLimit limit in Expired(session).ToList())
            cleared += session.Command($"DELETE FROM {Name} WHERE id = @1", limit.Id).ExecuteNonQuery();
        return cleared;
    }

    private IEnumerable<LearnedRateLimit> Expired(SqliteSession session)
    {
        DateTimeOffset now = time.GetUtcNow();
        return Read(session, "expires_at < @1", StoredTime.DayNear(now, +2)).Where(limit => limit.ExpiresAt <= now);
    }

    private static string Filter(string? errorCode, string? model) =>
        (errorCode is null ? "" : "AND error_code = @2") + (model is null ? "" : " AND model = @3");

    /// <summary>Reads rate limits. One whose expiry cannot be read is skipped: it is neither in force nor expired.</summary>
    private List<LearnedRateLimit> Read(SqliteSession session, string filter, params ReadOnlySpan<object?> values)
    {
        var limits = new List<LearnedRateLimit>();
        if (!session.Tables.Contains(Name))
            return limits;

        using SqliteDataReader reader = session.Command(
            $"""
            SELECT id, error_code, model, recorded_at, expires_at, source_job_hash, duration_seconds
            FROM {Name} WHERE {filter}
            """,
            values).ExecuteReader();
        var row = new RowReader(reader);
        while (row.Read())
        {
            string id = row.Next(column => column.Raw());
            string errorCode = row.Next(column => column.Raw());
            string? model = row.Next(column => column.Text());
            DateTimeOffset? recordedAt = row.Next(column => column.Time(time.LocalTimeZone));
            if (row.Next(column => column.Time(time.LocalTimeZone)) is not { } expiresAt)
                continue;

            limits.Add(new LearnedRateLimit
            {
                Id = id,
                ErrorCode = errorCode,
                Model = model,
                RecordedAt = recordedAt ?? default,
                ExpiresAt = expiresAt,
                SourceJobHash = row.Next(column => column.Raw()),
                Duration = TimeSpan.FromSeconds(row.Next(column => column.Seconds()) ?? 0),
            });
        }

        return limits;
    }
}
