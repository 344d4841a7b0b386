namespace Marianne.Waits;

/// <summary>How long to wait before the next attempt, and why.</summary>
/// <param name="GivesUp">
/// Indicates whether another attempt costs more than giving up. Then <see cref="Total"/> and <see cref="DoneByThen"/> are zero.
/// </param>
/// <param name="Total">The time from the first error of the incident to the next attempt.</param>
/// <param name="DoneByThen">
/// The estimated probability that the service has recovered by then, given that it had not at the last attempt; 0 to 1.
/// </param>
/// <param name="Basis">The incidents that the estimate is based on.</param>
/// <param name="SampleCount">The number of incidents that are known.</param>
/// <param name="Confidence">
/// The weight of the incidents of <see cref="Basis"/> compared with the assumption that is made without any; 0 to 1.
/// </param>
/// <param name="HintTrust">The estimated probability that the named time is right; 0 if none was named.</param>
/// <param name="FailedTryCost">
/// What a failed attempt was taken to cost: the penalty, or more if there were too many failed attempts.
/// </param>
public sealed record WaitEstimate(
    bool GivesUp,
    TimeSpan Total,
    double DoneByThen,
    WaitBasis Basis,
    int SampleCount,
    double Confidence,
    double HintTrust,
    TimeSpan FailedTryCost)
{
    /// <summary>
    /// Why the estimate is what it is, as a clause without a period: <c>80 % of 40 recoveries were done by then</c>.
    /// </summary>
    public string Reason { get; init; } = "";

    /// <summary>The estimate and its reason: <c>waits 312 s: 80 % of 40 recoveries were done by then</c>.</summary>
    public string Why => GivesUp ? $"gives up: {Reason}" : $"waits {EstimateText.Seconds(Total)}: {Reason}";
}
