using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Signals;

/// <summary>Classifies a failed attempt by its validations.</summary>
internal static class ValidationSignals
{
    /// <summary>Returns the error code of the first failed validation, or <c>null</c> if none failed.</summary>
    public static ErrorCode? Classify(IReadOnlyList<ValidationDetail> validations) =>
        validations.FirstOrDefault(validation => validation is { Passed: false, FailureCategory: not "skipped" }) is { } failed
            ? CodeOf(failed)
            : validations.Any(validation => !validation.Passed) ? ErrorCodes.Invalid : null;

    private static ErrorCode CodeOf(ValidationDetail failed) => failed switch
    {
        { ErrorType: { } type } when type.EndsWith("TimeoutException", StringComparison.Ordinal) => ErrorCodes.CheckTimeout,
        { RuleType: "command_succeeds" } => ErrorCodes.CheckFailed,
        { RuleType: "file_exists" } or { FailureCategory: "missing", RuleType: "file_modified" } => ErrorCodes.FileMissing,
        { RuleType: "output", FailureCategory: "missing" } => ErrorCodes.FileMissing,
        { RuleType: "output" } => ErrorCodes.ContentMismatch,
        { RuleType: "content_contains" or "content_regex" } => ErrorCodes.ContentMismatch,
        _ => ErrorCodes.Invalid,
    };
}
