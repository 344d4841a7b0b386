using Marianne.Learning;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Reads and writes the table <c>rate_limit_events</c>, and <c>marianne_limit_services</c>, which names their services. A file
/// that this version has not written to lacks the second table.
/// </summary>
internal sealed class RateLimitTable(TimeProvider time)
{
    /// <summary>The name of the table of services.</summary>
    public const string Services = "marianne_limit_services";

    private const string Name = "rate_limit_events";

    /// <summary>Adds a rate limit.</summary>
    public static void Add(SqliteSession session, LearnedRateLimit limit)
    {
        session.Run(
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
            limit.Duration.TotalSeconds);
        if (limit.Service is { } service)
        {
            session.Run($"INSERT OR REPLACE INTO {Services} (event_id, service) VALUES (@1, @2)", limit.Id, service);
        }
    }

    /// <summary>Returns the rate limits in force, latest expiry first.</summary>
    public List<LearnedRateLimit> InForce(SqliteSession session, string? errorCode, string? model)
    {
        DateTimeOffset now = time.GetUtcNow();
        List<LearnedRateLimit> found =
            Read(session, $"expires_at >= @1 {Filter(errorCode, model)}", StoredTime.DayNear(now, -1), errorCode, model);
        if (found.Count == 0)
            return found; // Usually, and every attempt asks.

        return
        [
            .. found.Select(limit => limit.InForceAt(now))
                .OfType<LearnedRateLimit>()
                .OrderByDescending(limit => limit.ExpiresAt)
                .ThenBy(limit => limit.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Determines whether any rate limit has expired.</summary>
    public bool HasExpired(SqliteSession session) => Expired(session).Any();

    /// <summary>Removes the expired rate limits and returns their number.</summary>
    public int ClearExpired(SqliteSession session) => Remove(session, [.. Expired(session).Select(limit => limit.Id)]);

    /// <summary>Determines whether a rate limit exists.</summary>
    public static bool Has(SqliteSession session, string id) =>
        session.Tables.Contains(Name) && session.Scalar($"SELECT 1 FROM {Name} WHERE id = @1", id) is not null;

    /// <summary>Removes rate limits and returns the number of those that existed.</summary>
    public static int Remove(SqliteSession session, IReadOnlyCollection<string> ids)
    {
        int removed = 0;
        foreach (string id in ids)
            removed += session.Run($"DELETE FROM {Name} WHERE id = @1", id);
        session.Run($"DELETE FROM {Services} WHERE event_id NOT IN (SELECT id FROM {Name})");
        return removed;
    }

    private IEnumerable<LearnedRateLimit> Expired(SqliteSession session)
    {
        DateTimeOffset now = time.GetUtcNow();
        return Read(session, "1").Where(limit => limit.InForceAt(now) is null);
    }

    private static string Filter(string? errorCode, string? model) =>
        (errorCode is null ? "" : "AND error_code = @2") + (model is null ? "" : " AND model = @3");

    /// <summary>Reads rate limits. One whose expiry cannot be read is skipped: it is neither in force nor expired.</summary>
    private List<LearnedRateLimit> Read(SqliteSession session, string filter, params ReadOnlySpan<object?> values)
    {
        var limits = new List<LearnedRateLimit>();
        if (!session.Tables.Contains(Name))
            return limits;

        using RowReader row = session.Query(session.Text("rate limits", filter, TextOf), values);
        while (row.Read())
        {
            if (RateLimitRow.Read(row, time.LocalTimeZone) is { } limit)
                limits.Add(limit);
        }

        return limits;
    }

    private static string TextOf(SqlSession session, string filter)
    {
        string service = session.HasTable(Services) ? $"(SELECT service FROM {Services} WHERE event_id = {Name}.id)" : "NULL";
        return $"""
            SELECT id, error_code, model, recorded_at, expires_at, source_job_hash, duration_seconds, {service}
            FROM {Name} WHERE {filter}
            """;
    }
}
