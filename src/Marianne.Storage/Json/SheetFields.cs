using Marianne.Jobs;
using static Marianne.Storage.Json.JsonKinds;

namespace Marianne.Storage.Json;

/// <summary>The keys of a sheet in a job's file that stand for a property. The others belong to the peer.</summary>
internal static class SheetFields
{
    /// <summary>What a TimeSpan can hold, in whole seconds.</summary>
    private const double LongestDuration = 922_337_203_685;

    /// <summary>Their table.</summary>
    public static JsonFields<Sheet> All { get; } = new(
        "BlankSheet.json",
        [
            // The key under which the sheet stands is its number.
            Field("sheet_num", nameof(Sheet.Number), Count, sheet => sheet.Number, (_, _) => { }),
            Field(
                "status", nameof(Sheet.Status), Status(SheetStatus.Unknown),
                sheet => sheet.Status, (sheet, value) => sheet.Status = value),
            Field(
                "started_at", nameof(Sheet.StartedAt), OptionalTime,
                sheet => sheet.StartedAt, (sheet, value) => sheet.StartedAt = value),
            Field(
                "completed_at", nameof(Sheet.CompletedAt), OptionalTime,
                sheet => sheet.CompletedAt, (sheet, value) => sheet.CompletedAt = value),
            Field(
                "attempt_count", nameof(Sheet.AttemptCount), Count,
                sheet => sheet.AttemptCount, (sheet, value) => sheet.AttemptCount = value),
            Field(
                "exit_code", nameof(Sheet.ExitCode), OptionalInt,
                sheet => sheet.ExitCode, (sheet, value) => sheet.ExitCode = value),
            Field(
                "error_message", nameof(Sheet.ErrorMessage), JsonKinds.Text,
                sheet => sheet.ErrorMessage, (sheet, value) => sheet.ErrorMessage = value),
            Field(
                "error_category", nameof(Sheet.ErrorCategory), Word(ErrorCategories.All),
                sheet => sheet.ErrorCategory, (sheet, value) => sheet.ErrorCategory = value),
            Field(
                "validation_passed", nameof(Sheet.ValidationPassed), OptionalFlag,
                sheet => sheet.ValidationPassed, (sheet, value) => sheet.ValidationPassed = value),
            Field(
                "validation_details", nameof(Sheet.ValidationDetails), Details,
                sheet => sheet.ValidationDetails, (sheet, value) => sheet.ValidationDetails = value),
            Field(
                "exit_signal", nameof(Sheet.ExitSignal), OptionalInt,
                sheet => sheet.ExitSignal, (sheet, value) => sheet.ExitSignal = value),
            Field(
                "exit_reason", nameof(Sheet.ExitReason), Word(ExitReasons.All),
                sheet => sheet.ExitReason, (sheet, value) => sheet.ExitReason = value),
            Field(
                "execution_duration_seconds", nameof(Sheet.ExecutionDuration), NumberTo(LongestDuration),
                sheet => sheet.ExecutionSeconds, (sheet, value) => sheet.ExecutionSeconds = value),
            Field(
                "completion_attempts", nameof(Sheet.CompletionAttempts), Count,
                sheet => sheet.CompletionAttempts, (sheet, value) => sheet.CompletionAttempts = value),
            Field(
                "passed_validations", nameof(Sheet.PassedValidations), Texts,
                sheet => sheet.PassedValidations, (sheet, value) => sheet.PassedValidations = value),
            Field(
                "failed_validations", nameof(Sheet.FailedValidations), Texts,
                sheet => sheet.FailedValidations, (sheet, value) => sheet.FailedValidations = value),
            Field(
                "last_pass_percentage", nameof(Sheet.LastPassPercentage), NumberTo(100),
                sheet => sheet.LastPassPercentage, (sheet, value) => sheet.LastPassPercentage = value),
            Field(
                "execution_mode", nameof(Sheet.ExecutionMode), Word(ExecutionModes.All),
                sheet => sheet.ExecutionMode, (sheet, value) => sheet.ExecutionMode = value),
            Field(
                "outcome_data", nameof(Sheet.OutcomeData), JsonObject,
                sheet => sheet.OutcomeData, (sheet, value) => sheet.OutcomeData = value),
            Field(
                "confidence_score", nameof(Sheet.ConfidenceScore), NumberTo(1),
                sheet => sheet.ConfidenceScore, (sheet, value) => sheet.ConfidenceScore = value),
            Field(
                "learned_patterns", nameof(Sheet.LearnedPatterns), Texts,
                sheet => sheet.LearnedPatterns, (sheet, value) => sheet.LearnedPatterns = value),
            Field(
                "similar_outcomes_count", nameof(Sheet.SimilarOutcomesCount), Count,
                sheet => sheet.SimilarOutcomesCount, (sheet, value) => sheet.SimilarOutcomesCount = value),
            Field(
                "success_without_retry", nameof(Sheet.SuccessWithoutRetry), Flag,
                sheet => sheet.SuccessWithoutRetry, (sheet, value) => sheet.SuccessWithoutRetry = value),
            Field(
                "outcome_category", nameof(Sheet.OutcomeCategory), Word(OutcomeCategories.All),
                sheet => sheet.OutcomeCategory, (sheet, value) => sheet.OutcomeCategory = value),
        ]);

    private static JsonField<Sheet, TValue> Field<TValue>(
        string key, string property, JsonKind<TValue> kind, Func<Sheet, TValue> get, Action<Sheet, TValue> set) =>
        new(key, property, kind, get, set);
}
