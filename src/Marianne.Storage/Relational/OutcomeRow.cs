using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>Reads the rows of outcomes.</summary>
internal static class OutcomeRow
{
    /// <summary>The columns, in the order in which <see cref="Read"/> expects them.</summary>
    public const string Columns =
        "id, workspace_hash, job_hash, sheet_num, started_at, completed_at, duration_seconds, status, retry_count, "
        + $"{SheetTable.Success}, validation_pass_rate, confidence_score, model, error_codes";

    /// <summary>Returns the values of the columns.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="completedAt">The time of its completion, as the database has it.</param>
    /// <param name="dialect">The dialect of the database.</param>
    public static object?[] ValuesOf(LearnedOutcome outcome, object? completedAt, SqlDialect dialect) =>
    [
        outcome.Id,
        outcome.WorkspaceHash,
        outcome.JobHash,
        outcome.SheetNumber,
        dialect.Time(outcome.StartedAt),
        completedAt,
        outcome.Duration.TotalSeconds,
        outcome.Status,
        outcome.RetryCount,
        outcome.SuccessWithoutRetry,
        outcome.ValidationPassRate,
        outcome.ConfidenceScore,
        outcome.Model,
        dialect.Json(StoredJson.SpacedText(outcome.ErrorCodes)),
    ];

    /// <summary>Reads the next columns of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="zone">The time zone of times without an offset.</param>
    public static LearnedOutcome Read(RowReader row, TimeZoneInfo zone)
    {
        var outcome = new LearnedOutcome
        {
            Id = row.Next(column => column.Raw()),
            WorkspaceHash = row.Next(column => column.Raw()),
            JobHash = row.Next(column => column.Raw()),
            SheetNumber = row.Next(column => column.Count()),
            StartedAt = row.Next(column => column.Time(zone)),
            CompletedAt = row.Next(column => column.Time(zone)),
            Duration = TimeSpan.FromSeconds(row.Next(column => column.Seconds()) ?? 0),
            Status = row.Next(column => column.Text()),
            RetryCount = row.Next(column => column.Count()),
            SuccessWithoutRetry = row.Next(column => column.Flag()) ?? false,
            ValidationPassRate = row.Next(column => column.Real()) ?? 0,
            ConfidenceScore = row.Next(column => column.Real()) ?? 0,
            Model = row.Next(column => column.Text()),
            ErrorCodes = row.Next(column => column.List(StoredJson.Strings)) ?? [],
        };
        return row.Unreadable.Count == 0 ? outcome : outcome with { Unreadable = row.Unreadable };
    }
}
