using Marianne.Options;

namespace Marianne.Policies;

/// <summary>How often, and after which delay, this sheet is retried. A key that is omitted has its value in <c>retry</c> of the score.</summary>
public sealed record SheetRetryOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<SheetRetryOptions> Section { get; } = new("retry");

    /// <summary>The maximum number of retries after a failure.</summary>
    [Bounds(AtLeast = 0)]
    public int? MaxRetries { get; init; }

    /// <summary>The delay before the first retry, in seconds.</summary>
    [Bounds(Above = 0)]
    public double? BaseDelaySeconds { get; init; }

    /// <summary>The maximum delay before a retry, in seconds.</summary>
    [Bounds(Above = 0)]
    public double? MaxDelaySeconds { get; init; }

    /// <summary>The factor by which the delay grows with each retry.</summary>
    [Bounds(Above = 1)]
    public double? ExponentialBase { get; init; }

    /// <summary>Whether a random part is added to a delay.</summary>
    public bool? Jitter { get; init; }

    /// <summary>How often the sheet is started again after the process that ran it died.</summary>
    [Bounds(AtLeast = 0)]
    public int? MaxTakeovers { get; init; }

    /// <summary>The maximum number of attempts to complete a partly valid result.</summary>
    [Bounds(AtLeast = 0)]
    public int? MaxCompletionAttempts { get; init; }

    /// <summary>The delay before an attempt to complete a result, in seconds.</summary>
    [Bounds(AtLeast = 0)]
    public double? CompletionDelaySeconds { get; init; }

    /// <summary>The percentage of validations above which a result is completed.</summary>
    [Bounds(Above = 0, AtMost = 100)]
    public double? CompletionThresholdPercent { get; init; }

    /// <summary>Returns the options of the sheet: these, and those of the score where a key is omitted.</summary>
    /// <param name="score">The options of the score.</param>
    public RetryOptions Over(RetryOptions score)
    {
        ArgumentNullException.ThrowIfNull(score);

        RetryOptions all = score with
        {
            MaxRetries = MaxRetries ?? score.MaxRetries,
            MaxDelaySeconds = MaxDelaySeconds ?? score.MaxDelaySeconds,
            ExponentialBase = ExponentialBase ?? score.ExponentialBase,
            Jitter = Jitter ?? score.Jitter,
            MaxTakeovers = MaxTakeovers ?? score.MaxTakeovers,
            MaxCompletionAttempts = MaxCompletionAttempts ?? score.MaxCompletionAttempts,
            CompletionDelaySeconds = CompletionDelaySeconds ?? score.CompletionDelaySeconds,
            CompletionThresholdPercent = CompletionThresholdPercent ?? score.CompletionThresholdPercent,
        };
        return BaseDelaySeconds is { } own ? all with { BaseDelaySeconds = own } : all;
    }
}
