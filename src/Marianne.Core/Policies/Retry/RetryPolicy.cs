using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Policies;

/// <summary>Decides the step after a failed attempt. Rate limits use no retries; see <see cref="RateLimitPolicy"/>.</summary>
public static class RetryPolicy
{
    /// <summary>Returns the next step.</summary>
    /// <param name="options">The score's options for retries.</param>
    /// <param name="code">The error of the attempt.</param>
    /// <param name="retries">The number of retries from the start so far.</param>
    /// <param name="completions">The number of attempts to complete the result since the last start.</param>
    /// <param name="passed">The number of validations that passed.</param>
    /// <param name="total">The number of validations.</param>
    public static RetryStep Next(
        RetryOptions options, ErrorCode code, int retries, int completions, int passed, int total)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(code);

        bool hasResult = code.Category == ErrorCategories.Validation;
        if (hasResult && completions < options.MaxCompletionAttempts && IsWorthCompleting(options, passed, total))
            return RetryStep.Complete;

        return code.IsRetried && retries < options.MaxRetries ? RetryStep.Retry : RetryStep.GiveUp;
    }

    /// <summary>Determines whether some validations failed but more than the threshold passed.</summary>
    /// <param name="options">The score's options for retries.</param>
    /// <param name="passed">The number of validations that passed.</param>
    /// <param name="total">The number of validations.</param>
    public static bool IsWorthCompleting(RetryOptions options, int passed, int total)
    {
        ArgumentNullException.ThrowIfNull(options);
        return passed < total && 100.0 * passed / total > options.CompletionThresholdPercent;
    }
}
