using Marianne.Errors;
using Marianne.Policies;

namespace Marianne.Signals;

/// <summary>Classifies failed attempts.</summary>
/// <param name="rateLimits">The detector of rate limits.</param>
public sealed class ErrorClassifier(RateLimitDetector rateLimits)
{
    /// <summary>Returns the classification of an attempt, or <c>null</c> if it succeeded.</summary>
    /// <param name="attempt">How the attempt ended.</param>
    public ErrorClassification? Classify(AttemptReport attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);

        if (attempt.Succeeded)
            return null;

        // First, what the runner itself did: a sheet that hung may have written anything before.
        if (attempt.WasStale)
            return new ErrorClassification(ErrorCodes.Stale);
        if (attempt.TimedOut)
            return new ErrorClassification(ErrorCodes.Timeout);

        // Then the end of the process. If it was killed, the output may show that memory ran out.
        if (ExitCodes.Classify(attempt.ExitCode, attempt.Signal) is { } code)
        {
            bool isOutOfMemory = code == ErrorCodes.Killed && OutputSignals.ReportsOutOfMemory(attempt.Output);
            return new ErrorClassification(isOutOfMemory ? ErrorCodes.OutOfMemory : code);
        }

        // Then a rate limit, before all failures. Tools that reach one may still exit with 0.
        RateLimitMatch limit = rateLimits.Search(attempt.Output);
        return new ErrorClassification(limit.IsRateLimit ? RateLimitSignals.Classify(limit.Lines) : CodeOf(attempt))
        {
            TimedOutPatterns = limit.TimedOut,
        };
    }

    /// <summary>
    /// Returns the code by the validations if the process exited with 0: the output proves nothing then. Otherwise there are no
    /// validations, and the output decides.
    /// </summary>
    private static ErrorCode CodeOf(AttemptReport attempt) => attempt.ExitCode switch
    {
        0 => ValidationSignals.Classify(attempt.Validations) ?? ErrorCodes.Unclassified,
        null => OutputSignals.Classify(attempt.Output) ?? ErrorCodes.Unclassified,
        _ => OutputSignals.Classify(attempt.Output) ?? ErrorCodes.Unknown,
    };
}
