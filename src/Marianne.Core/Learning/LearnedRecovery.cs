using Marianne.Jobs;
using Marianne.Waits;

namespace Marianne.Learning;

/// <summary>A recovery: the outcome of waiting after an error.</summary>
public sealed record LearnedRecovery
{
    /// <summary>
    /// The id in the store. A recovery whose id the store already has is not recorded again. If it is empty, the store
    /// chooses a new id.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>The error code, such as <c>E103</c>.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The model that was used; <c>null</c> if it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>The planned duration of the wait.</summary>
    public TimeSpan SuggestedWait { get; init; }

    /// <summary>
    /// The actual duration of the wait: the time from the first error of the incident to the start of the attempt.
    /// </summary>
    public TimeSpan ActualWait { get; init; }

    /// <summary>Indicates whether the next attempt succeeded.</summary>
    public bool Recovered { get; init; }

    /// <summary>The time at which the recovery was recorded.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The local hour of the day in which the recovery was recorded, 0 to 23.</summary>
    public int? Hour { get; init; }

    /// <summary>
    /// The id of the incident that the attempt belongs to, or <c>null</c> if the attempt is an incident of its own. An incident
    /// begins with the first error and ends with the attempt that the error does not stop.
    /// </summary>
    public string? Incident { get; init; }

    /// <summary>The time of the incident's first error; <c>null</c> if it is not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The time from the first error to the reset time that the service named; <c>null</c> if it named none.</summary>
    public TimeSpan? Hint { get; init; }

    /// <summary>The service that was called; <c>null</c> if it is not known.</summary>
    public string? Service { get; init; }

    /// <summary>The stored values that could not be read.</summary>
    public IReadOnlyList<UnreadableValue> Unreadable { get; init; } = [];

    /// <summary>Returns the recovery that an attempt after a wait shows.</summary>
    /// <param name="outcome">What the attempt says about its incident.</param>
    public static LearnedRecovery Of(TryOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);

        OngoingIncident incident = outcome.Incident;
        return new LearnedRecovery
        {
            Id = outcome.Id,
            ErrorCode = incident.ErrorCode,
            Model = incident.Model,
            SuggestedWait = incident.Delay,
            ActualWait = outcome.Waited,
            Recovered = outcome.Recovered,
            Incident = incident.Id,
            Since = incident.BeganAt,
            Hint = incident.Hint,
            Service = incident.Service,
        };
    }
}
