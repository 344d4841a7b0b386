using System.Globalization;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>How often and after how long a failed sheet is tried again.</summary>
public sealed record RetryOptions : OptionSet
{
    private const double DefaultBaseDelay = 10;

    private readonly double? _baseDelay;

    /// <summary>The section and its keys.</summary>
    public static OptionSection<RetryOptions> Section { get; } = new("retry");

    /// <summary>How often a sheet that failed is tried again.</summary>
    [Bounds(AtLeast = 0)]
    public int MaxRetries { get; init; } = 3;

    /// <summary>The delay before the first retry, in seconds.</summary>
    [Bounds(Above = 0)]
    public double BaseDelaySeconds
    {
        get => _baseDelay ?? DefaultBaseDelay;
        init => _baseDelay = value;
    }

    /// <summary>The longest delay before a retry, in seconds.</summary>
    [Bounds(Above = 0)]
    public double MaxDelaySeconds { get; init; } = 3600;

    /// <summary>By how much each delay is longer than the one before it.</summary>
    [Bounds(Above = 1)]
    public double ExponentialBase { get; init; } = 2;

    /// <summary>Whether a random part is added to a delay, so that sheets that failed together do not retry together.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>How often a sheet whose result is only partly valid is tried again to complete it.</summary>
    [Bounds(AtLeast = 0)]
    public int MaxCompletionAttempts { get; init; } = 5;

    /// <summary>The delay before an attempt to complete, in seconds.</summary>
    [Bounds(AtLeast = 0)]
    public double CompletionDelaySeconds { get; init; } = 5;

    /// <summary>The percentage of the validations that must be exceeded for the result to be completed.</summary>
    [Bounds(Above = 0, AtMost = 100)]
    public double CompletionThresholdPercent { get; init; } = 50;

    /// <summary>Whether the base delay is the score's own wish, which goes before what an error code suggests.</summary>
    public bool HasOwnBaseDelay => _baseDelay is not null;

    internal override IReadOnlyDictionary<string, object?> Given =>
        new Dictionary<string, object?> { [nameof(BaseDelaySeconds)] = _baseDelay };

    internal override IEnumerable<OptionProblem> Conflicts()
    {
        if (BaseDelaySeconds > MaxDelaySeconds)
        {
            yield return new("base_delay_seconds", string.Create(
                CultureInfo.InvariantCulture,
                $"base_delay_seconds is {BaseDelaySeconds}, and must be at most max_delay_seconds, which is "
                + $"{MaxDelaySeconds}. Lower the one or raise the other."));
        }
    }
}
