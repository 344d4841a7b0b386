using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>What an attempt says of itself.</summary>
public sealed record AttemptReading
{
    /// <summary>What happened.</summary>
    public ReadingKind Kind { get; init; }

    /// <summary>The error code, or <c>null</c> if it succeeded.</summary>
    public ErrorCode? Error { get; init; }

    /// <summary>The instant at which it names the next attempt, or <c>null</c>.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>
    /// The instant until which to wait: <see cref="RetryAt"/>, and some seconds more if that is given to the minute.
    /// </summary>
    public DateTimeOffset? WaitUntil { get; init; }

    /// <summary>The words that decided, or the answer of an agent that succeeded; <c>null</c> if there are none.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// Indicates whether the words are not known as a limit, but name a limit and a time, so that a warning is due.
    /// </summary>
    public bool IsGuess { get; init; }

    /// <summary>Indicates whether a structured result decided, rather than the exit code or the text.</summary>
    public bool IsStructured { get; init; }

    /// <summary>The id of the agent's session, or <c>null</c>.</summary>
    public string? SessionId { get; init; }

    /// <summary>The tokens and the cost that the result reports, or <c>null</c> if it reports none.</summary>
    public ReportedUsage? Usage { get; init; }

    /// <summary>The keys of the profile whose JSON pointers are not in the result, such as <c>result.text (/answer)</c>.</summary>
    public IReadOnlyList<string> MissingPointers { get; init; } = [];

    /// <summary>The patterns of the profile whose search took too long, so that they were not applied.</summary>
    public IReadOnlyList<string> TimedOutPatterns { get; init; } = [];

    /// <summary>Indicates whether the attempt failed.</summary>
    public bool IsError => Kind != ReadingKind.None;
}
