using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>Why an attempt failed.</summary>
/// <param name="Code">The kind of failure.</param>
public sealed record ErrorClassification(ErrorCode Code)
{
    /// <summary>The patterns of rate limits that took too long and so say nothing: worth a warning.</summary>
    public IReadOnlyList<string> TimedOutPatterns { get; init; } = [];
}
