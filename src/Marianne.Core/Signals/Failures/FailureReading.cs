using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>What the facts of a failure mean.</summary>
/// <param name="Kind">The kind of the failure.</param>
/// <param name="Error">Its code.</param>
/// <param name="Time">The time at which it ends, or <c>null</c> if none is named.</param>
internal sealed record FailureReading(ReadingKind Kind, ErrorCode Error, NamedTime? Time = null)
{
    /// <summary>The words that decided.</summary>
    public string Text { get; init; } = "";

    /// <summary>Indicates whether no known phrase matches, but the text joins a limit with a time.</summary>
    public bool IsGuess { get; init; }
}
