using System.Globalization;
using Marianne.Text;

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

    /// <summary>
    /// The number of successful recoveries that are recorded; with the recovery curve, the number of incidents that are used.
    /// </summary>
    public required long SampleCount { get; init; }

    /// <summary>The time from the first error of the incident to the end of the delay.</summary>
    public TimeSpan Total { get => field == default ? Delay : field; init; }

    /// <summary>
    /// The estimated probability that the service has recovered by then, 0 to 1; <c>null</c> if the recovery curve was not used.
    /// </summary>
    public double? DoneByThen { get; init; }

    /// <summary>
    /// The incidents that were used: <c>all</c>, <c>hour</c>, <c>last 3</c> or <c>clock 3600</c>, for example; <c>null</c> if the
    /// recovery curve was not used.
    /// </summary>
    public string? Basis { get; init; }

    /// <summary>Indicates whether waiting costs more than giving up. The delay is then zero.</summary>
    public bool GivesUp { get; init; }

    /// <summary>How the delay was determined, as a sentence without a period.</summary>
    public string Why { get => field ?? Explain(); init; }

    private string Explain()
    {
        FormattableString from = $"{SampleCount:N0} {CountText.Word(SampleCount, "recovery", "recoveries")}";
        FormattableString confidence = $"confidence {Confidence:0.0#}";
        FormattableString text = Strategy switch
        {
            WaitStrategy.GlobalLearned => $"learned from {from}, {confidence}",
            WaitStrategy.GlobalLearnedBlend => $"blended from {from} and the static delay, {confidence}",
            _ when SampleCount == 0 => $"static delay: nothing learned yet",
            _ => $"static delay: {from} {CountText.Word(SampleCount, "is", "are")} too few to learn from",
        };
        return text.ToString(CultureInfo.CurrentCulture);
    }
}
