namespace Marianne.Learning;

/// <summary>The delay to wait after an error, and how it was determined.</summary>
public sealed record LearnedWaitTime
{
    /// <summary>The error code.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The model whose recoveries were used; <c>null</c> for all models.</summary>
    public string? Model { get; init; }

    /// <summary>The delay.</summary>
    public TimeSpan Delay => TimeSpan.FromSeconds(Seconds);

    /// <summary>The delay in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The confidence in the delay, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>How the delay was determined.</summary>
    public required WaitStrategy Strategy { get; init; }

    /// <summary>The number of successful recoveries that are recorded.</summary>
    public required long SampleCount { get; init; }
}
