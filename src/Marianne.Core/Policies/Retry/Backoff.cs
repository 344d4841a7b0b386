using Marianne.Durations;
using Marianne.Errors;

namespace Marianne.Policies;

/// <summary>How long to wait before a failed sheet is tried again.</summary>
public static class Backoff
{
    /// <summary>The greatest part of a delay that is added to it at random.</summary>
    private const double MostJitter = 0.25;

    /// <summary>The delay before a retry.</summary>
    /// <param name="options">What the score asks.</param>
    /// <param name="retry">Which retry it is, from 0.</param>
    /// <param name="random">A random number, at least 0 and less than 1.</param>
    /// <param name="code">Why the sheet failed, when that is known.</param>
    /// <param name="learned">
    /// The wait that was learned for the code. It gets no jitter: recorded waits that have some make the next learned
    /// wait longer, for ever.
    /// </param>
    public static TimeSpan Delay(
        RetryOptions options, int retry, Func<double> random, ErrorCode? code = null, TimeSpan? learned = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);

        if (learned is { } wait)
            return Duration.Min(wait, Duration.FromSeconds(options.MaxDelaySeconds));

        double seconds = Seconds(options, retry, code);
        double jitter = options.Jitter ? seconds * MostJitter * random() : 0;
        return Duration.FromSeconds(Math.Min(seconds + jitter, options.MaxDelaySeconds));
    }

    /// <summary>
    /// The delay without jitter: what a learned wait falls back on. It grows from the base delay that the score asks
    /// for; when it asks for none, from the code's default wait.
    /// </summary>
    /// <param name="options">What the score asks.</param>
    /// <param name="retry">Which retry it is, from 0.</param>
    /// <param name="code">Why the sheet failed, when that is known.</param>
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
