using System.Text.Json.Serialization;
using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>A sheet in a report.</summary>
public sealed record SheetReport
{
    /// <summary>The sheet's number.</summary>
    public int Number { get; init; }

    /// <summary>The sheet's name, or the first line of what it runs; <c>null</c> if neither is known.</summary>
    public string? Title { get; init; }

    /// <summary>The name of the sheet, or of the job, that this one is an item of; <c>null</c> if it is none.</summary>
    public string? Group { get; init; }

    /// <summary>
    /// The number of the sheet that this one is an item of; 0 if the items belong to the job itself, as those of a pipeline do;
    /// <c>null</c> if it is no item.
    /// </summary>
    public int? Parent { get; init; }

    /// <summary>The key of the item, unique among the items of the parent; <c>null</c> if the sheet is no item.</summary>
    public string? ItemKey { get; init; }

    /// <summary>The sheet's status.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public SheetStatus Status { get; init; }

    /// <summary>What the sheet is: <c>command</c>, <c>prompt</c> or <c>script</c>; <c>null</c> if it is not known.</summary>
    public string? Kind { get; init; }

    /// <summary>The instrument that ran the last attempt.</summary>
    public string? Instrument { get; init; }

    /// <summary>The model that was used.</summary>
    public string? Model { get; init; }

    /// <summary>The reason why the sheet failed, waits or was skipped.</summary>
    public string? Error { get; init; }

    /// <summary>The code of the last error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The numbers of the sheets that must be finished before this one starts.</summary>
    public IReadOnlyList<int> DependsOn { get; init; } = [];

    /// <summary>The sum of the durations of the attempts.</summary>
    public double WorkedSeconds { get; init; }

    /// <summary>The sum of the waits between the attempts, and of the current one.</summary>
    public double WaitedSeconds { get; init; }

    /// <summary>The time at which the current wait began; <c>null</c> if the sheet does not wait.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>The time of the next attempt; <c>null</c> if the sheet does not wait.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>The cost of all attempts in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>Where the cost comes from; <c>null</c> if there is no cost.</summary>
    public CostSource? CostSource { get; init; }

    /// <summary>The number of input tokens, including those of a cache.</summary>
    public long InputTokens { get; init; }

    /// <summary>The number of output tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>The results of the validations of the last attempt.</summary>
    public IReadOnlyList<ValidationReport> Validations { get; init; } = [];

    /// <summary>The attempts, the oldest first.</summary>
    public IReadOnlyList<AttemptReport> Attempts { get; init; } = [];
}
