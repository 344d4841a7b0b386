using Marianne.Errors;
using Marianne.Policies;

namespace Marianne.Signals;

/// <summary>Determines why an attempt failed.</summary>
/// <param name="rateLimits">Detects rate limits in the output.</param>
public sealed class ErrorClassifier(RateLimitDetector rateLimits)
{
    /// <summary>Returns the result with its error set. A result that succeeded or already has an error is not changed.</summary>
    /// <param name="attempt">The result of the attempt.</param>
    public AttemptResult Classify(AttemptResult attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);

        if (attempt.Succeeded || attempt.Error is not null)
            return attempt;

        // First, what the runner itself did: a sheet that hung may have written anything before.
        if (attempt.Command.WasStale)
            return attempt with { Error = ErrorCodes.Stale };
        if (attempt.Command.TimedOut)
            return attempt with { Error = ErrorCodes.Timeout };

        // Then the end of the process. If it was killed, the output may show that memory ran out.
        if (ExitCodes.Classify(attempt.Command.ExitCode, attempt.Command.Signal) is { } code)
        {
            bool isOutOfMemory = code == ErrorCodes.Killed && OutputSignals.ReportsOutOfMemory(attempt.Command.Output);
            return attempt with { Error = isOutOfMemory ? ErrorCodes.OutOfMemory : code };
        }

        // Then a rate limit, before all failures. Tools that reach one may still exit with 0.
        RateLimitMatch limit = rateLimits.Search(attempt.Command.Output);
        return attempt with
        {
            Error = limit.IsRateLimit ? RateLimitSignals.Classify(limit.Lines) : CodeOf(attempt),
            TimedOutPatterns = limit.TimedOut,
        };
    }

    /// <summary>
    /// Returns the code by the validations if the process exited with 0: the output proves nothing then. Otherwise there are no
    /// validations, and the output decides.
    /// </summary>
    private static ErrorCode CodeOf(AttemptResult attempt) => attempt.Command.ExitCode switch
    {
        0 => ValidationSignals.Classify(attempt.Validations) ?? ErrorCodes.Unclassified,
        null => OutputSignals.Classify(attempt.Command.Output) ?? ErrorCodes.Unclassified,
        _ => OutputSignals.Classify(attempt.Command.Output) ?? ErrorCodes.Unknown,
    };
}
