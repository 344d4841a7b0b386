using System.Globalization;
using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Waits;

/// <summary>
/// Follows one incident after the other: when it began, how often an attempt failed since, and what each attempt after a wait says
/// about it.
/// </summary>
/// <remarks>
/// Times within a process are measured with its monotonic clock. Only the time during which no process followed the incident is the
/// difference of two system times.
/// </remarks>
public sealed class IncidentTracker
{
    /// <summary>Estimators ignore shorter hints, and a service that names one second is read a moment later.</summary>
    private static readonly TimeSpan ShortestHint = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private long _since;
    private TimeSpan _before;
    private TimeSpan? _tried;
    private bool _isIgnored;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="ongoing">An incident that an earlier process followed, or <c>null</c> if there is none.</param>
    public IncidentTracker(TimeProvider time, OngoingIncident? ongoing = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_time, Ongoing) = (time, ongoing);
        _since = time.GetTimestamp();
        if (ongoing is not null)
            _before = Duration.Max(time.GetUtcNow() - ongoing.BeganAt, ongoing.Waited);
    }

    /// <summary>The incident that is not over, or <c>null</c> if there is none.</summary>
    public OngoingIncident? Ongoing { get; private set; }

    /// <summary>The time since the first error of <see cref="Ongoing"/>.</summary>
    public TimeSpan Elapsed => _before + _time.GetElapsedTime(_since);

    /// <summary>Notes an error. It begins an incident unless it belongs to the one that is not over.</summary>
    /// <param name="errorCode">The error code.</param>
    /// <param name="model">The model that was called; <c>null</c> if it is not known.</param>
    /// <param name="service">The service that was called; <c>null</c> if it is not known.</param>
    /// <param name="namedTime">The time of the next attempt that the service named; <c>null</c> if it named none.</param>
    /// <returns>The incident.</returns>
    public OngoingIncident Meet(string errorCode, string? model, string? service, DateTimeOffset? namedTime)
    {
        if (Ongoing is not { } ongoing || ongoing.ErrorCode != errorCode || !IsSame(ongoing.Model, model) || ongoing.Service != service)
        {
            ongoing = new OngoingIncident
            {
                Id = Guid.NewGuid().ToString(),
                ErrorCode = errorCode,
                Model = model,
                Service = service,
                BeganAt = _time.GetUtcNow(),
            };
            (_since, _before) = (_time.GetTimestamp(), TimeSpan.Zero);
        }

        TimeSpan? hint = namedTime - _time.GetUtcNow() + Elapsed;
        Ongoing = hint > TimeSpan.Zero ? ongoing with { Hint = Duration.Max(hint.Value, ShortestHint) } : ongoing;
        return Ongoing;
    }

    /// <summary>Notes the delay before the next attempt.</summary>
    /// <param name="delay">The delay.</param>
    public void Wait(TimeSpan delay) => (Ongoing, _isIgnored) = (Ongoing is null ? null : Ongoing with { Delay = delay }, false);

    /// <summary>Notes that an attempt starts.</summary>
    public void StartTry() => _tried = Ongoing is null ? null : Elapsed;

    /// <summary>Notes that the next attempt says nothing about how long the incident lasts, because its wait was interrupted.</summary>
    public void IgnoreTry() => _isIgnored = true;

    /// <summary>Notes how the attempt ended. The incident is over unless the same error stopped it.</summary>
    /// <param name="errorCode">The error of the attempt, or <c>null</c> if it succeeded.</param>
    /// <param name="model">The model that was called; <c>null</c> if it is not known.</param>
    /// <param name="attempt">The number of the attempt.</param>
    /// <returns>What the attempt says about the incident, or <c>null</c> if it says nothing.</returns>
    public TryOutcome? EndTry(string? errorCode, string? model, int attempt)
    {
        if (Ongoing is not { } incident || _tried is not { } waited)
            return null;

        bool isStopped = errorCode == incident.ErrorCode;
        bool saysNothing = _isIgnored || (isStopped && !IsSame(incident.Model, model));
        (_tried, _isIgnored) = (null, false);
        Ongoing = isStopped ? incident with { FailedTries = incident.FailedTries + 1, Waited = waited } : null;
        string id = StableId.Of(string.Create(CultureInfo.InvariantCulture, $"{incident.Id} {attempt}"));
        return saysNothing ? null : new TryOutcome(id, incident, waited, Recovered: !isStopped);
    }

    /// <summary>Ends the incident without an outcome, because the next attempt calls something else.</summary>
    public void Abandon() => (Ongoing, _tried) = (null, null);

    private static bool IsSame(string? one, string? other) => one is null || other is null || one == other;
}
