using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>The classification of a failed attempt.</summary>
/// <param name="Code">The error code.</param>
public sealed record ErrorClassification(ErrorCode Code)
{
    /// <summary>
    /// The patterns of rate limits that exceeded their time limit, so that their result is not known. A warning is due.
    /// </summary>
    public IReadOnlyList<string> TimedOutPatterns { get; init; } = [];
}
