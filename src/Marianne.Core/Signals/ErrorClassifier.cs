using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>Tells from the way in which an attempt ended why it failed.</summary>
/// <param name="rateLimits">What knows a rate limit from its signs.</param>
public sealed class ErrorClassifier(RateLimitDetector rateLimits)
{
    /// <summary>Why an attempt failed; nothing when it did not.</summary>
    public ErrorClassification? Classify(AttemptReport attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);

        if (attempt.Succeeded)
            return null;

        // What the runner did itself is certain, and a sheet that hung may have written anything before.
        if (attempt.WasStale)
            return new ErrorClassification(ErrorCodes.Stale);
        if (attempt.TimedOut)
            return new ErrorClassification(ErrorCodes.Timeout);

        // Then the process's own end. Only a killed one can mean memory as well, which its output then says.
        if (ExitCodes.Classify(attempt.ExitCode, attempt.Signal) is { } code)
        {
            bool ranOut = code == ErrorCodes.Killed && OutputSignals.TellOfMemory(attempt.Output);
            return new ErrorClassification(ranOut ? ErrorCodes.OutOfMemory : code);
        }

        // A rate limit is no failure, so it goes before all that is; tools that hit one may still exit with 0.
        RateLimitMatch limit = rateLimits.Search(attempt.Output);
        return new ErrorClassification(limit.IsRateLimit ? OutputSignals.OfRateLimit(limit.Lines) : OfFailure(attempt))
        {
            TimedOutPatterns = limit.TimedOut,
        };
    }

    /// <summary>
    /// Of one that exited with 0 the output proves nothing: its validations tell. Of any other the output tells; it was
    /// not validated.
    /// </summary>
    private static ErrorCode OfFailure(AttemptReport attempt) => attempt.ExitCode switch
    {
        0 => ValidationSignals.Classify(attempt.Validations) ?? ErrorCodes.Unclassified,
        null => OutputSignals.OfFailure(attempt.Output) ?? ErrorCodes.Unclassified,
        _ => OutputSignals.OfFailure(attempt.Output) ?? ErrorCodes.Unknown,
    };
}
