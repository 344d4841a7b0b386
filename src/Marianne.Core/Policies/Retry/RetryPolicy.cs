using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Policies;

/// <summary>Decides what comes after an attempt that failed. Rate limits are not its business: they use no retry.</summary>
public static class RetryPolicy
{
    /// <summary>The next step.</summary>
    /// <param name="options">What the score asks.</param>
    /// <param name="code">Why the attempt failed.</param>
    /// <param name="retries">How often the sheet was tried again from the start.</param>
    /// <param name="completions">How often it was tried again to complete it, since it was last tried from the start.</param>
    /// <param name="passed">How many of its validations passed.</param>
    /// <param name="total">How many validations it has.</param>
    public static RetryStep Next(
        RetryOptions options, ErrorCode code, int retries, int completions, int passed, int total)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(code);

        bool ranToItsEnd = code.Category == ErrorCategories.Validation;
        if (ranToItsEnd && completions < options.MaxCompletionAttempts && IsWorthCompleting(options, passed, total))
            return RetryStep.Complete;

        return code.IsRetried && retries < options.MaxRetries ? RetryStep.Retry : RetryStep.GiveUp;
    }

    /// <summary>Whether some validations failed, and yet more than the threshold passed.</summary>
    /// <param name="options">What the score asks.</param>
    /// <param name="passed">How many validations passed.</param>
    /// <param name="total">How many there are.</param>
    public static bool IsWorthCompleting(RetryOptions options, int passed, int total)
    {
        ArgumentNullException.ThrowIfNull(options);
        return passed < total && 100.0 * passed / total > options.CompletionThresholdPercent;
    }
}
