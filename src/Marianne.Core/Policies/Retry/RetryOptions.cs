using System.Globalization;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>How often, and after which delay, a failed sheet is retried.</summary>
public sealed record RetryOptions : OptionSet
{
    private const double DefaultBaseDelay = 10;

    private readonly double? _baseDelay;

    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<RetryOptions> Section { get; } = new("retry");

    /// <summary>The maximum number of retries of a failed sheet.</summary>
    [Bounds(AtLeast = 0)]
    public int MaxRetries { get; init; } = 3;

    /// <summary>
    /// The delay before the first retry, in seconds. If the key is omitted, the delay depends on the error code.
    /// </summary>
    [Bounds(Above = 0)]
    public double BaseDelaySeconds
    {
        get => _baseDelay ?? DefaultBaseDelay;
        init => _baseDelay = value;
    }

    /// <summary>The maximum delay before a retry, in seconds.</summary>
    [Bounds(Above = 0)]
    public double MaxDelaySeconds { get; init; } = 3600;

    /// <summary>The factor by which the delay grows with each retry.</summary>
    [Bounds(Above = 1)]
    public double ExponentialBase { get; init; } = 2;

    /// <summary>
    /// Whether up to 25 % is added to a delay at random, and up to 2 % to a learned wait or one until a named time, so that sheets
    /// that fail together do not retry together.
    /// </summary>
    public bool Jitter { get; init; } = true;

    /// <summary>
    /// How often a sheet is started again after the process that ran it died. After that it fails with E007, because it may be the cause.
    /// </summary>
    [Bounds(AtLeast = 0)]
    public int MaxTakeovers { get; init; } = 3;

    /// <summary>The maximum number of attempts to complete a partly valid result.</summary>
    [Bounds(AtLeast = 0)]
    public int MaxCompletionAttempts { get; init; } = 5;

    /// <summary>The delay before an attempt to complete a result, in seconds.</summary>
    [Bounds(AtLeast = 0)]
    public double CompletionDelaySeconds { get; init; } = 5;

    /// <summary>
    /// The percentage of validations above which a result is completed. At or below it, the sheet is retried from the start.
    /// </summary>
    [Bounds(Above = 0, AtMost = 100)]
    public double CompletionThresholdPercent { get; init; } = 50;

    /// <summary>
    /// Indicates whether the score sets the base delay. It then takes precedence over the default of the error code.
    /// </summary>
    public bool HasOwnBaseDelay => _baseDelay is not null;

    internal override IReadOnlyDictionary<string, object?> ExplicitValues =>
        new Dictionary<string, object?> { [nameof(BaseDelaySeconds)] = _baseDelay };

    internal override IEnumerable<OptionProblem> Validate()
    {
        if (BaseDelaySeconds > MaxDelaySeconds)
        {
            yield return new("base_delay_seconds", string.Create(
                CultureInfo.InvariantCulture,
                $"base_delay_seconds is {BaseDelaySeconds} but must be at most max_delay_seconds, which is {MaxDelaySeconds}. "
                + $"Decrease it, or increase max_delay_seconds."));
        }
    }
}
