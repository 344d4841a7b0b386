using System.Text.Json.Serialization;

namespace Marianne.Reports;

/// <summary>An attempt in a report.</summary>
public sealed record AttemptReport
{
    /// <summary>The number of the attempt, from 1. An interrupted attempt and the one that replaces it have the same number.</summary>
    public int Number { get; init; }

    /// <summary>The result.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public AttemptOutcome Outcome { get; init; }

    /// <summary>The time at which the attempt started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The time at which the attempt ended; <c>null</c> if it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The seconds that the sheet waited before this attempt, after a failed one.</summary>
    public double WaitedSeconds { get; init; }

    /// <summary>The exit code; <c>null</c> if there was none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The code of the error with which the attempt failed.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The instrument, if the sheet used several.</summary>
    public string? Instrument { get; init; }

    /// <summary>The prompt or the command; <c>null</c> if it is not in the report.</summary>
    public string? Prompt { get; init; }

    /// <summary>The end of the output; <c>null</c> if it is not in the report.</summary>
    public string? Output { get; init; }

    /// <summary>The number of characters of the output that are not in the report, because it was too long.</summary>
    public int OutputCut { get; init; }
}
