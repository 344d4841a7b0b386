using Marianne.Jobs;

namespace Marianne.Errors;

/// <summary>A kind of failure, and how a run reacts to it.</summary>
/// <param name="Code">The code, such as <c>E101</c>.</param>
/// <param name="Meaning">A sentence that describes the failure.</param>
/// <param name="Category">The category under which stores keep the failure: one of <see cref="ErrorCategories"/>.</param>
/// <param name="IsRetried">Indicates whether another attempt may succeed.</param>
/// <param name="DefaultWait">
/// The delay before the next attempt if no better one is known; <c>null</c> if there is no next one.
/// </param>
public sealed record ErrorCode(string Code, string Meaning, string Category, bool IsRetried, TimeSpan? DefaultWait)
{
    /// <summary>
    /// Indicates whether this is a rate limit, which ends by itself: waiting for its end does not count as a retry.
    /// </summary>
    public bool IsRateLimit => IsRetried && Category == ErrorCategories.RateLimit;

    /// <summary>
    /// Indicates whether the cause ends by itself, so that the wait for it is learned. The waits after other errors only grow with
    /// each retry.
    /// </summary>
    public bool HasLearnedWait { get; init; }

    /// <summary>
    /// What a person must do before another attempt can succeed, as a sentence; <c>null</c> if waiting, a retry or a corrected
    /// sheet helps. A job that meets such an error is paused.
    /// </summary>
    public string? Remedy { get; init; }

    /// <summary>
    /// Returns a message that begins with the cause, because columns show only the beginning, and ends with the code.
    /// </summary>
    /// <param name="cause">The cause, or <c>null</c> if it is not known.</param>
    /// <param name="details">Sentences about the failure; can be empty.</param>
    public string Explain(string? cause, string details = "")
    {
        string code = details.Length == 0 ? ToString() : $"{this} {details}";
        return string.IsNullOrEmpty(cause) ? code : $"{cause} ({code})";
    }

    /// <summary>Returns the code and its meaning.</summary>
    public override string ToString() => $"{Code}: {Meaning}";
}
