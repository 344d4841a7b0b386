namespace Marianne.Jobs;

/// <summary>
/// An incident that is not over: an error from its first occurrence to the attempt that it does not stop. It is kept with the sheet,
/// so that a pause, the death of the process or a move to another machine does not end it.
/// </summary>
public sealed record OngoingIncident
{
    /// <summary>The id of the incident, under which the learning store has its attempts.</summary>
    public required string Id { get; init; }

    /// <summary>The error code, such as <c>E101</c>.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The model that was called; <c>null</c> if it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>The service that was called; <c>null</c> if it is not known.</summary>
    public string? Service { get; init; }

    /// <summary>The time of the first error.</summary>
    public required DateTimeOffset BeganAt { get; init; }

    /// <summary>
    /// The time from the first error to the reset time that the service named last; <c>null</c> if it named none.
    /// </summary>
    public TimeSpan? Hint { get; init; }

    /// <summary>The number of failed attempts after the first error.</summary>
    public int FailedTries { get; init; }

    /// <summary>The time from the first error to the start of the last failed attempt; zero before the first one.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>The delay before the next attempt.</summary>
    public TimeSpan Delay { get; init; }
}
