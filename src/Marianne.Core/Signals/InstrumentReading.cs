using Marianne.Errors;
using Marianne.Instruments;
using Marianne.Jobs;

namespace Marianne.Signals;

/// <summary>What a run reads in the output of an instrument.</summary>
public sealed record InstrumentReading
{
    /// <summary>What happened.</summary>
    public ReadingKind Kind { get; init; }

    /// <summary>The error code, such as <c>E104</c>; <c>null</c> if the attempt succeeded.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The instant at which the output names the next attempt, or <c>null</c>.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The words that decided, or the answer of an agent that succeeded; <c>null</c> if there are none.</summary>
    public string? Text { get; init; }

    /// <summary>Indicates whether the attempt failed.</summary>
    public bool IsError { get; init; }

    /// <summary>The id of the agent's session, or <c>null</c>.</summary>
    public string? SessionId { get; init; }

    /// <summary>The model that was used, or <c>null</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The input tokens that were neither read from nor written to a cache; <c>null</c> if they are not reported.</summary>
    public long? InputTokens { get; init; }

    /// <summary>The output tokens, including those of the reasoning; <c>null</c> if they are not reported.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>The input tokens that were read from a cache; <c>null</c> if they are not reported.</summary>
    public long? CacheReadTokens { get; init; }

    /// <summary>The input tokens that were written to a cache; <c>null</c> if they are not reported.</summary>
    public long? CacheWriteTokens { get; init; }

    /// <summary>The cost in US dollars, or <c>null</c> if it is neither reported nor can be calculated.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Where the cost comes from, or <c>null</c> if there is none.</summary>
    public CostSource? CostSource { get; init; }

    /// <summary>Creates the reading that users see.</summary>
    /// <param name="reading">The reading of an attempt.</param>
    /// <param name="instrument">The profile of the instrument, which has the prices.</param>
    public static InstrumentReading Of(AttemptReading reading, InstrumentOptions instrument)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(instrument);

        ReportedUsage usage = reading.Usage ?? new ReportedUsage();
        decimal? cost = usage.Cost is null ? instrument.CostOf(usage.Model, usage)
            : usage.Unpriced is { } unpriced ? usage.Cost + instrument.CostOf(unpriced.Model ?? usage.Model, unpriced)
            : usage.Cost;
        bool isMeasured = usage is { Cost: not null, Unpriced: null };
        return new InstrumentReading
        {
            Kind = reading.Kind,
            ErrorCode = reading.Error?.Code,
            RetryAt = reading.RetryAt,
            Text = reading.Text,
            IsError = reading.IsError,
            SessionId = reading.SessionId,
            Model = usage.Model,
            InputTokens = usage.InputTokens,
            OutputTokens = usage.OutputTokens,
            CacheReadTokens = usage.CacheReadTokens,
            CacheWriteTokens = usage.CacheWriteTokens,
            Cost = cost,
            CostSource = cost is null ? null : isMeasured ? Jobs.CostSource.Measured : Jobs.CostSource.Priced,
        };
    }

    /// <summary>Creates the reading of an instrument that cannot be used.</summary>
    /// <param name="kind">The kind of the failure.</param>
    /// <param name="text">What is wrong, and what to do.</param>
    public static InstrumentReading Unusable(ReadingKind kind, string text) => new()
    {
        Kind = kind,
        ErrorCode = FailureClassifier.CodeOf(kind).Code,
        IsError = true,
        Text = text,
    };
}
