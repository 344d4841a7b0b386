using Marianne.Text;

namespace Marianne.Learning;

/// <summary>Why an attempt has to wait for a slot.</summary>
/// <param name="Limit">The name of the limit.</param>
/// <param name="Reason">Which number of the limit is reached.</param>
/// <param name="Maximum">That number.</param>
/// <param name="Ahead">The number of sheets that wait and go first.</param>
public sealed record SlotRefusal(string Limit, SlotRefusalReason Reason, int Maximum, int Ahead)
{
    /// <summary>The shortest time after which an attempt may begin, if it is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Returns the reason as a sentence.</summary>
    public override string ToString() => Reason == SlotRefusalReason.Concurrent
        ? $"The limit '{Limit}' lets {CountText.Of(Maximum, "sheet")} run at once in all jobs."
        : $"The limit '{Limit}' lets {CountText.Of(Maximum, "attempt")} begin in an hour in all jobs.";
}
