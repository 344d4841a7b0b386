using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>Reads the rows of rate limits.</summary>
internal static class RateLimitRow
{
    /// <summary>The columns, in the order in which <see cref="Read"/> expects them.</summary>
    public const string Columns = "id, error_code, model, recorded_at, expires_at, source_job_hash, duration_seconds, service";

    /// <summary>
    /// Reads the next columns of a row. A limit whose expiry cannot be read is <c>null</c>: it is neither in force nor expired.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="zone">The time zone of times without an offset.</param>
    public static LearnedRateLimit? Read(RowReader row, TimeZoneInfo zone)
    {
        string id = row.Next(column => column.Raw());
        string errorCode = row.Next(column => column.Raw());
        string? model = row.Next(column => column.Text());
        DateTimeOffset? recordedAt = row.Next(column => column.Time(zone));
        if (row.Next(column => column.Time(zone)) is not { } expiresAt)
            return null;

        return new LearnedRateLimit
        {
            Id = id,
            ErrorCode = errorCode,
            Model = model,
            RecordedAt = recordedAt ?? default,
            ExpiresAt = expiresAt,
            SourceJobHash = row.Next(column => column.Raw()),
            Duration = TimeSpan.FromSeconds(row.Next(column => column.Seconds()) ?? 0),
            Service = row.Next(column => column.Text()),
        };
    }
}
