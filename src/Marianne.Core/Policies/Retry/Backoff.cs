using Marianne.Durations;
using Marianne.Errors;

namespace Marianne.Policies;

/// <summary>Computes the delay before a failed sheet is retried.</summary>
public static class Backoff
{
    /// <summary>The maximum jitter, as a fraction of the delay.</summary>
    private const double MaximumJitter = 0.25;

    /// <summary>Returns the delay before a retry.</summary>
    /// <param name="options">The score's options for retries.</param>
    /// <param name="retry">The number of retries so far, 0 or more.</param>
    /// <param name="random">Returns a random number, at least 0 and less than 1.</param>
    /// <param name="code">The error of the failed attempt; <c>null</c> if it is not known.</param>
    public static TimeSpan Delay(RetryOptions options, int retry, Func<double> random, ErrorCode? code = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);

        double seconds = Seconds(options, retry, code);
        double jitter = options.Jitter ? seconds * MaximumJitter * random() : 0;
        return Duration.FromSeconds(Math.Min(seconds + jitter, options.MaxDelaySeconds));
    }

    /// <summary>
    /// Returns the delay without jitter, which is used if no delay has been learned. It grows from the score's own base delay,
    /// or from the default of the error code if the score does not set one.
    /// </summary>
    /// <param name="options">The score's options for retries.</param>
    /// <param name="retry">The number of retries so far, 0 or more.</param>
    /// <param name="code">The error of the failed attempt; <c>null</c> if it is not known.</param>
    public static TimeSpan StaticDelay(RetryOptions options, int retry, ErrorCode? code = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Duration.FromSeconds(Seconds(options, retry, code));
    }

    private static double Seconds(RetryOptions options, int retry, ErrorCode? code)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(retry);

        double first = options.HasOwnBaseDelay ? options.BaseDelaySeconds
            : code?.DefaultWait?.TotalSeconds ?? options.BaseDelaySeconds;
        return Math.Min(first * Math.Pow(options.ExponentialBase, retry), options.MaxDelaySeconds);
    }
}
