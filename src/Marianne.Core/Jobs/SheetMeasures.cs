using System.Text.Json.Serialization;
using Marianne.Collections;

namespace Marianne.Jobs;

/// <summary>
/// What a run measures of a sheet beyond the properties that implementations share. Stores keep it separately. It is valid
/// only for the attempt for which it was written: if another implementation ran the sheet since, it is discarded.
/// </summary>
public sealed record SheetMeasures
{
    /// <summary>The measures of a sheet of which nothing was measured.</summary>
    public static SheetMeasures None { get; } = new();

    /// <summary>The code of the last error, such as <c>E101</c>; <c>null</c> if there was none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The model that was used; <c>null</c> if it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>The number of input tokens of all attempts.</summary>
    public long InputTokens { get; init; }

    /// <summary>The number of output tokens of all attempts.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The number of input tokens that were read from a cache, of all attempts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long CacheReadTokens { get; init; }

    /// <summary>The number of input tokens that were written to a cache, of all attempts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long CacheWriteTokens { get; init; }

    /// <summary>The cost of all attempts, in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>The confidence in the cost, 0 to 1; <c>null</c> if no cost was measured.</summary>
    public double? CostConfidence { get; init; }

    /// <summary>Where the cost comes from: the least reliable source of all attempts; <c>null</c> if there is no cost.</summary>
    public CostSource? CostSource { get; init; }

    /// <summary>The id of the agent's session; <c>null</c> if there is none that could be continued.</summary>
    public string? SessionId { get; init; }

    /// <summary>The name of the instrument that the session belongs to.</summary>
    public string? SessionInstrument { get; init; }

    /// <summary>What the session has used so far; <c>null</c> if its agent does not report it.</summary>
    public SessionUsage? SessionUsage { get; init; }

    /// <summary>The number of retries from the start.</summary>
    public int Retries { get; init; }

    /// <summary>The number of waits for a rate limit other than a quota.</summary>
    public int RateLimitWaits { get; init; }

    /// <summary>The number of waits for a quota.</summary>
    public int QuotaWaits { get; init; }

    /// <summary>The time at which the current wait began; <c>null</c> if the sheet does not wait.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>The time of the next attempt; <c>null</c> if the sheet does not wait.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>
    /// The id of the rate limit for which the sheet waits, in the learning store; <c>null</c> if it waits for none that is stored.
    /// The wait ends if the limit is removed there.
    /// </summary>
    public string? LimitId { get; init; }

    /// <summary>The incident for whose end the sheet waits or makes an attempt; <c>null</c> if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OngoingIncident? Incident { get; init; }

    /// <summary>
    /// The number of times that sheets of the job had been run again when this one last became part of such a run; 0 in the first run.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Reruns { get; init; }

    /// <summary>
    /// The number of items that the source of the sheet had when it was last read; <c>null</c> if it was not read yet, or if the sheet has
    /// no source of items.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ItemCount { get; init; }

    /// <summary>The codes of all errors, each once.</summary>
    public IReadOnlyList<string> ErrorCodes { get; init => field = ReadOnlyItems<string>.Of(value ?? []); } =
        ReadOnlyItems<string>.Empty;

    /// <summary>The error code of each failed attempt, by the number of the attempt from 1.</summary>
    public IReadOnlyDictionary<int, string> AttemptErrors
    {
        get;
        init => field = value is null ? ReadOnlyMap<int, string>.Empty : ReadOnlyMap<int, string>.Of(value);
    } = ReadOnlyMap<int, string>.Empty;

    /// <summary>
    /// The instrument of each attempt, by the number of the attempt from 1; <c>null</c> if the sheet has no fallback.
    /// </summary>
    public IReadOnlyDictionary<int, string>? AttemptInstruments
    {
        get;
        init => field = value is null ? null : ReadOnlyMap<int, string>.Of(value);
    }

    /// <summary>Returns these measures with the instrument of an attempt.</summary>
    /// <param name="attempt">The number of the attempt, from 1.</param>
    /// <param name="instrument">The name of the instrument.</param>
    internal SheetMeasures WithInstrument(int attempt, string instrument) => this with
    {
        AttemptInstruments = new SortedDictionary<int, string>((AttemptInstruments ?? ReadOnlyMap<int, string>.Empty).ToDictionary())
        {
            [attempt] = instrument,
        },
    };

    /// <summary>Returns these measures with another error.</summary>
    /// <param name="errorCode">The error code.</param>
    /// <param name="attempt">The number of the attempt, from 1; 0 if the error occurred before the first one.</param>
    internal SheetMeasures With(string errorCode, int attempt = 0) => this with
    {
        ErrorCode = errorCode,
        ErrorCodes = [.. ErrorCodes.Append(errorCode).Distinct()],
        AttemptErrors = attempt == 0
            ? AttemptErrors
            : new SortedDictionary<int, string>(AttemptErrors.ToDictionary()) { [attempt] = errorCode },
    };

    /// <summary>Returns these measures for a sheet that starts again with all retries. What it has cost so far is kept.</summary>
    internal SheetMeasures Again() => AfterWait() with
    {
        Retries = 0,
        RateLimitWaits = 0,
        QuotaWaits = 0,
        ErrorCodes = [],
        SessionId = null,
        Incident = null,
    };

    /// <summary>Returns these measures without a current wait.</summary>
    internal SheetMeasures AfterWait() =>
        WaitingSince is null && NextAttemptAt is null && LimitId is null
            ? this
            : this with { WaitingSince = null, NextAttemptAt = null, LimitId = null };

    /// <summary>Returns these measures without a session.</summary>
    internal SheetMeasures WithoutSession() =>
        SessionId is null && SessionInstrument is null && SessionUsage is null
            ? this
            : this with { SessionId = null, SessionInstrument = null, SessionUsage = null };

    /// <inheritdoc/>
    public bool Equals(SheetMeasures? other) =>
        other is not null
        && (ErrorCode, Model, InputTokens, OutputTokens, Cost, CostConfidence)
            == (other.ErrorCode, other.Model, other.InputTokens, other.OutputTokens, other.Cost, other.CostConfidence)
        && (CacheReadTokens, CacheWriteTokens, CostSource, SessionId, SessionInstrument, SessionUsage)
            == (other.CacheReadTokens, other.CacheWriteTokens, other.CostSource, other.SessionId, other.SessionInstrument, other.SessionUsage)
        && (Retries, RateLimitWaits, QuotaWaits, WaitingSince, NextAttemptAt, LimitId)
            == (other.Retries, other.RateLimitWaits, other.QuotaWaits, other.WaitingSince, other.NextAttemptAt, other.LimitId)
        && (Incident, Reruns, ItemCount) == (other.Incident, other.Reruns, other.ItemCount)
        && ErrorCodes.SequenceEqual(other.ErrorCodes)
        && AreEqual(AttemptInstruments ?? ReadOnlyMap<int, string>.Empty, other.AttemptInstruments ?? ReadOnlyMap<int, string>.Empty)
        && AreEqual(AttemptErrors, other.AttemptErrors);

    private static bool AreEqual(IReadOnlyDictionary<int, string> one, IReadOnlyDictionary<int, string> other) =>
        ReferenceEquals(one, other)
        || (one.Count == other.Count && one.All(pair => other.TryGetValue(pair.Key, out string? value) && value == pair.Value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ErrorCode, Cost, Retries, NextAttemptAt);
}
