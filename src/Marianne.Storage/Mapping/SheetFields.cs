using Marianne.Jobs;

namespace Marianne.Storage.Mapping;

/// <summary>The stored properties of a sheet, except its number, which is part of its key in every store.</summary>
internal static class SheetFields
{
    /// <summary>Renders each property for one kind of store.</summary>
    public static IReadOnlyList<TField> Render<TField>(IFieldRenderer<Sheet, TField> renderer) =>
    [
        renderer.Status(
            new(nameof(Sheet.Status), "status", sheet => sheet.Status, (sheet, value) => sheet.Status = value),
            SheetStatus.Unknown),
        renderer.Instant(new(
            nameof(Sheet.StartedAt), "started_at",
            sheet => sheet.StartedAt, (sheet, value) => sheet.StartedAt = value)),
        renderer.Instant(new(
            nameof(Sheet.CompletedAt), "completed_at",
            sheet => sheet.CompletedAt, (sheet, value) => sheet.CompletedAt = value)),
        renderer.Count(new(
            nameof(Sheet.AttemptCount), "attempt_count",
            sheet => sheet.AttemptCount, (sheet, value) => sheet.AttemptCount = value)),
        renderer.Integer(new(
            nameof(Sheet.ExitCode), "exit_code",
            sheet => sheet.ExitCode, (sheet, value) => sheet.ExitCode = value)),
        renderer.Text(new(
            nameof(Sheet.ErrorMessage), "error_message",
            sheet => sheet.ErrorMessage, (sheet, value) => sheet.ErrorMessage = value)),
        renderer.Word(
            new(
                nameof(Sheet.ErrorCategory), "error_category",
                sheet => sheet.ErrorCategory, (sheet, value) => sheet.ErrorCategory = value),
            ErrorCategories.All),
        renderer.Boolean(new(
            nameof(Sheet.ValidationPassed), "validation_passed",
            sheet => sheet.ValidationPassed, (sheet, value) => sheet.ValidationPassed = value)),
        renderer.Details(new(
            nameof(Sheet.ValidationDetails), "validation_details",
            sheet => sheet.ValidationDetails, (sheet, value) => sheet.ValidationDetails = value)),
        renderer.Integer(new(
            nameof(Sheet.ExitSignal), "exit_signal",
            sheet => sheet.ExitSignal, (sheet, value) => sheet.ExitSignal = value)),
        renderer.Word(
            new(
                nameof(Sheet.ExitReason), "exit_reason",
                sheet => sheet.ExitReason, (sheet, value) => sheet.ExitReason = value),
            ExitReasons.All),
        renderer.Seconds(new(
            nameof(Sheet.ExecutionDuration), "execution_duration_seconds",
            sheet => sheet.ExecutionSeconds, (sheet, value) => sheet.ExecutionSeconds = value)),
        renderer.Count(new(
            nameof(Sheet.CompletionAttempts), "completion_attempts",
            sheet => sheet.CompletionAttempts, (sheet, value) => sheet.CompletionAttempts = value)),
        renderer.Texts(new(
            nameof(Sheet.PassedValidations), "passed_validations",
            sheet => sheet.PassedValidations, (sheet, value) => sheet.PassedValidations = value)),
        renderer.Texts(new(
            nameof(Sheet.FailedValidations), "failed_validations",
            sheet => sheet.FailedValidations, (sheet, value) => sheet.FailedValidations = value)),
        renderer.Real(
            new(
                nameof(Sheet.LastPassPercentage), "last_pass_percentage",
                sheet => sheet.LastPassPercentage, (sheet, value) => sheet.LastPassPercentage = value),
            maximum: 100),
        renderer.Word(
            new(
                nameof(Sheet.ExecutionMode), "execution_mode",
                sheet => sheet.ExecutionMode, (sheet, value) => sheet.ExecutionMode = value),
            ExecutionModes.All),
        renderer.JsonObject(new(
            nameof(Sheet.OutcomeData), "outcome_data",
            sheet => sheet.OutcomeData, (sheet, value) => sheet.OutcomeData = value)),
        renderer.Real(
            new(
                nameof(Sheet.ConfidenceScore), "confidence_score",
                sheet => sheet.ConfidenceScore, (sheet, value) => sheet.ConfidenceScore = value),
            maximum: 1),
        renderer.Texts(new(
            nameof(Sheet.LearnedPatterns), "learned_patterns",
            sheet => sheet.LearnedPatterns, (sheet, value) => sheet.LearnedPatterns = value)),
        renderer.Count(new(
            nameof(Sheet.SimilarOutcomesCount), "similar_outcomes_count",
            sheet => sheet.SimilarOutcomesCount, (sheet, value) => sheet.SimilarOutcomesCount = value)),
        renderer.Flag(new(
            nameof(Sheet.SuccessWithoutRetry), "success_without_retry",
            sheet => sheet.SuccessWithoutRetry, (sheet, value) => sheet.SuccessWithoutRetry = value)),
        renderer.Word(
            new(
                nameof(Sheet.OutcomeCategory), "outcome_category",
                sheet => sheet.OutcomeCategory, (sheet, value) => sheet.OutcomeCategory = value),
            OutcomeCategories.All),
    ];
}
