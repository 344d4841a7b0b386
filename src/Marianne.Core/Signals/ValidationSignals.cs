using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Signals;

/// <summary>What a failed validation says of why its sheet failed.</summary>
internal static class ValidationSignals
{
    /// <summary>The code of the first validation that failed; nothing when none did.</summary>
    public static ErrorCode? Classify(IReadOnlyList<ValidationDetail> validations) =>
        validations.FirstOrDefault(validation => validation is { Passed: false, FailureCategory: not "skipped" }) is { } failed
            ? OfOne(failed)
            : validations.Any(validation => !validation.Passed) ? ErrorCodes.Invalid : null;

    private static ErrorCode OfOne(ValidationDetail failed) => failed switch
    {
        { ErrorType: { } type } when type.EndsWith("TimeoutException", StringComparison.Ordinal) => ErrorCodes.CheckTimeout,
        { RuleType: "command_succeeds" } => ErrorCodes.CheckFailed,
        { RuleType: "file_exists" } or { FailureCategory: "missing", RuleType: "file_modified" } => ErrorCodes.FileMissing,
        { RuleType: "content_contains" or "content_regex" } => ErrorCodes.ContentMismatch,
        _ => ErrorCodes.Invalid,
    };
}
