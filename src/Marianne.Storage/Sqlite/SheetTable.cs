using Marianne.Jobs;
using Marianne.Text;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>The rows of <c>sheets</c>.</summary>
internal static class SheetTable
{
    /// <summary>How many columns a query of sheets gives first: the job's id and the number.</summary>
    private const int Keys = 2;

    /// <summary>How many come before those of the table: what was measured as well.</summary>
    private const int First = Keys + MeasuresTable.Width;

    private static readonly SqliteTable<Sheet> Rows = new(
        "sheets",
        [("job_id", sheet => sheet.JobId), ("sheet_num", sheet => sheet.Number)],
        [
            new(
                nameof(Sheet.Status),
                "status",
                sheet => SnakeCaseName.Of(sheet.Status),
                (sheet, row) => sheet.Status = row.Status(SheetStatus.Unknown)),
            new(
                nameof(Sheet.StartedAt),
                "started_at",
                sheet => StoredTime.WithOffset(sheet.StartedAt),
                (sheet, row) => sheet.StartedAt = row.Time()),
            new(
                nameof(Sheet.CompletedAt),
                "completed_at",
                sheet => StoredTime.WithOffset(sheet.CompletedAt),
                (sheet, row) => sheet.CompletedAt = row.Time()),
            new(
                nameof(Sheet.AttemptCount),
                "attempt_count",
                sheet => sheet.AttemptCount,
                (sheet, row) => sheet.AttemptCount = row.Count()),
            new(
                nameof(Sheet.ExitCode),
                "exit_code",
                sheet => sheet.ExitCode,
                (sheet, row) => sheet.ExitCode = row.Int32()),
            new(
                nameof(Sheet.ErrorMessage),
                "error_message",
                sheet => sheet.ErrorMessage,
                (sheet, row) => sheet.ErrorMessage = row.Text()),
            new(
                nameof(Sheet.ErrorCategory),
                "error_category",
                sheet => sheet.ErrorCategory,
                (sheet, row) => sheet.ErrorCategory = row.Word(ErrorCategories.All)),
            new(
                nameof(Sheet.ValidationPassed),
                "validation_passed",
                sheet => sheet.ValidationPassed,
                (sheet, row) => sheet.ValidationPassed = row.Flag()),
            new(
                nameof(Sheet.ValidationDetails),
                "validation_details",
                sheet => StoredJson.Text(sheet.ValidationDetails),
                (sheet, row) => sheet.ValidationDetails = row.List(StoredJson.Details)),
            new(
                nameof(Sheet.CompletionAttempts),
                "completion_attempts",
                sheet => sheet.CompletionAttempts,
                (sheet, row) => sheet.CompletionAttempts = row.Count()),
            new(
                nameof(Sheet.PassedValidations),
                "passed_validations",
                sheet => StoredJson.Text(sheet.PassedValidations),
                (sheet, row) => sheet.PassedValidations = row.List(StoredJson.Strings) ?? []),
            new(
                nameof(Sheet.FailedValidations),
                "failed_validations",
                sheet => StoredJson.Text(sheet.FailedValidations),
                (sheet, row) => sheet.FailedValidations = row.List(StoredJson.Strings) ?? []),
            new(
                nameof(Sheet.LastPassPercentage),
                "last_pass_percentage",
                sheet => sheet.LastPassPercentage,
                (sheet, row) => sheet.LastPassPercentage = row.Real()),
            new(
                nameof(Sheet.ExecutionMode),
                "execution_mode",
                sheet => sheet.ExecutionMode,
                (sheet, row) => sheet.ExecutionMode = row.Word(ExecutionModes.All)),
            new(
                nameof(Sheet.OutcomeData),
                "outcome_data",
                sheet => sheet.OutcomeData,
                (sheet, row) => sheet.OutcomeData = row.JsonObject()),
            new(
                nameof(Sheet.ConfidenceScore),
                "confidence_score",
                sheet => sheet.ConfidenceScore,
                (sheet, row) => sheet.ConfidenceScore = row.Real()),
            new(
                nameof(Sheet.LearnedPatterns),
                "learned_patterns",
                sheet => StoredJson.Text(sheet.LearnedPatterns),
                (sheet, row) => sheet.LearnedPatterns = row.List(StoredJson.Strings) ?? []),
            new(
                nameof(Sheet.SimilarOutcomesCount),
                "similar_outcomes_count",
                sheet => sheet.SimilarOutcomesCount,
                (sheet, row) => sheet.SimilarOutcomesCount = row.Count()),
            new(
                nameof(Sheet.SuccessWithoutRetry),
                "success_without_retry",
                sheet => sheet.SuccessWithoutRetry,
                (sheet, row) => sheet.SuccessWithoutRetry = row.Flag() ?? false),
            new(
                nameof(Sheet.OutcomeCategory),
                "outcome_category",
                sheet => sheet.OutcomeCategory,
                (sheet, row) => sheet.OutcomeCategory = row.Word(OutcomeCategories.All)),
            new(
                nameof(Sheet.ExecutionDuration),
                "execution_duration_seconds",
                sheet => sheet.ExecutionSeconds,
                (sheet, row) => sheet.ExecutionSeconds = row.Seconds()),
            new(
                nameof(Sheet.ExitSignal),
                "exit_signal",
                sheet => sheet.ExitSignal,
                (sheet, row) => sheet.ExitSignal = row.Int32()),
            new(
                nameof(Sheet.ExitReason),
                "exit_reason",
                sheet => sheet.ExitReason,
                (sheet, row) => sheet.ExitReason = row.Word(ExitReasons.All)),
        ]);

    /// <summary>A query of whole rows.</summary>
    /// <param name="session">The file.</param>
    /// <param name="clauses">What follows FROM.</param>
    public static string Select(SqliteSession session, string clauses) =>
        $"""
        SELECT sheets.job_id, sheets.sheet_num, {MeasuresTable.Select(session)}, {Rows.Select(session, FormerName)}
        FROM sheets {MeasuresTable.Join(session)} {clauses}
        """;

    /// <summary>Gives jobs the sheets of a query. A row whose number is none of the job's is left alone, and reported.</summary>
    public static void ReadInto(SqliteCommand query, Func<string, Job?> jobOf)
    {
        using SqliteDataReader reader = query.ExecuteReader();
        var columns = new ColumnReader(reader);
        Job? job = null;
        while (reader.Read())
        {
            columns.Ordinal = 0;
            string id = columns.Raw();
            job = job?.Id == id ? job : jobOf(id);
            columns.Ordinal = 1;
            if (job is null)
                continue;

            if (columns.Int32() is { } number && number >= 1 && number <= job.TotalSheets)
                job.Sheets.Put(Read(columns, id, number));
            else
                job.SetUnreadable(nameof(Job.Sheets), Stray(columns.Raw(), job));
        }
    }

    /// <summary>Writes a sheet's row, and what was measured of it.</summary>
    /// <param name="session">The file.</param>
    /// <param name="sheet">The sheet.</param>
    /// <param name="isWhole">Whether the file may have another version, of which the sheet knows nothing.</param>
    public static void Write(SqliteSession session, Sheet sheet, bool isWhole)
    {
        Rows.Write(session, sheet);
        MeasuresTable.Write(session, sheet, isWhole);
    }

    private static Sheet Read(ColumnReader columns, string jobId, int number)
    {
        var sheet = new Sheet(jobId, number);
        Rows.Read(columns, First, sheet);
        MeasuresTable.Read(columns, Keys, sheet);
        sheet.AcceptChanges();
        return sheet;
    }

    private static UnreadableValue Stray(string number, Job job) =>
        new("sheet_num", number, $"the job has the sheets 1 to {job.TotalSheets}");

    private static string? FormerName(string column) =>
        column == "success_without_retry" ? "first_attempt_success" : null;
}
