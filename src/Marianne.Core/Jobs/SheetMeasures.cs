namespace Marianne.Jobs;

/// <summary>
/// What a run measures of a sheet beyond what implementations share. Stores keep it in a place of their own, and it
/// counts only for the attempt that it was written for: when somebody else played the sheet since, it is none.
/// </summary>
public sealed record SheetMeasures
{
    /// <summary>Nothing was measured.</summary>
    public static SheetMeasures None { get; } = new();

    /// <summary>The code of its last error, such as <c>E101</c>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The model that did the work.</summary>
    public string? Model { get; init; }

    /// <summary>The tokens that were given to the model in all attempts.</summary>
    public long InputTokens { get; init; }

    /// <summary>The tokens that the model wrote in all attempts.</summary>
    public long OutputTokens { get; init; }

    /// <summary>What all attempts cost, in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>How sure the cost is, 0 to 1; nothing when nothing was counted.</summary>
    public double? CostConfidence { get; init; }

    /// <summary>How often it was tried again from the start.</summary>
    public int Retries { get; init; }

    /// <summary>How often it waited for a rate limit that is no quota.</summary>
    public int RateLimitWaits { get; init; }

    /// <summary>How often it waited for a quota to be renewed.</summary>
    public int QuotaWaits { get; init; }

    /// <summary>When the wait that it is in began; nothing when it is in none.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>When it is tried next; nothing when it waits for nothing.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The codes of all its errors, each once.</summary>
    public IReadOnlyList<string> ErrorCodes { get; init; } = [];

    /// <summary>The code of the error of each attempt that failed, by its number from 1.</summary>
    public IReadOnlyDictionary<int, string> AttemptErrors { get; init; } = new Dictionary<int, string>();

    /// <summary>The same with one more error.</summary>
    /// <param name="errorCode">The code.</param>
    /// <param name="attempt">The attempt that it is of; 0 when it came before any.</param>
    internal SheetMeasures With(string errorCode, int attempt = 0) => this with
    {
        ErrorCode = errorCode,
        ErrorCodes = [.. ErrorCodes.Append(errorCode).Distinct()],
        AttemptErrors = attempt == 0
            ? AttemptErrors
            : new SortedDictionary<int, string>(AttemptErrors.ToDictionary()) { [attempt] = errorCode },
    };

    /// <summary>The same of a sheet that waits no more.</summary>
    internal SheetMeasures AfterWait() =>
        WaitingSince is null && NextAttemptAt is null ? this : this with { WaitingSince = null, NextAttemptAt = null };

    /// <inheritdoc/>
    public bool Equals(SheetMeasures? other) =>
        other is not null
        && (ErrorCode, Model, InputTokens, OutputTokens, Cost, CostConfidence)
            == (other.ErrorCode, other.Model, other.InputTokens, other.OutputTokens, other.Cost, other.CostConfidence)
        && (Retries, RateLimitWaits, QuotaWaits, WaitingSince, NextAttemptAt)
            == (other.Retries, other.RateLimitWaits, other.QuotaWaits, other.WaitingSince, other.NextAttemptAt)
        && ErrorCodes.SequenceEqual(other.ErrorCodes)
        && AttemptErrors.OrderBy(error => error.Key).SequenceEqual(other.AttemptErrors.OrderBy(error => error.Key));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ErrorCode, Cost, Retries, NextAttemptAt);
}
