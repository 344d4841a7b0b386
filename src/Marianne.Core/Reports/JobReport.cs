using System.Text.Json.Serialization;
using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>A job in a report.</summary>
public sealed record JobReport
{
    /// <summary>The job's id.</summary>
    public required string Id { get; init; }

    /// <summary>The job's name.</summary>
    public required string Name { get; init; }

    /// <summary>The purpose of the job.</summary>
    public string? Description { get; init; }

    /// <summary>The job's tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The job's status.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public JobStatus Status { get; init; }

    /// <summary>Indicates whether the job is Running although its runner process is dead.</summary>
    public bool IsZombie { get; init; }

    /// <summary>What the sheets that could start next need and no live worker announces, such as <c>script</c>.</summary>
    public IReadOnlyList<string> MissingAbilities { get; init; } = [];

    /// <summary>The reason why the job failed or was paused.</summary>
    public string? Error { get; init; }

    /// <summary>The path of the score.</summary>
    public string? ScorePath { get; init; }

    /// <summary>The time at which the job was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time at which the first attempt started; <c>null</c> if there was none.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The time at which the job ended; <c>null</c> if it did not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The time at which the job was saved last: what the report says is true for this time.</summary>
    public DateTimeOffset AsOf { get; init; }

    /// <summary>The sums of all sheets.</summary>
    public required JobTotals Totals { get; init; }

    /// <summary>The cost limit of the job in US dollars; <c>null</c> if it has none.</summary>
    public decimal? CostLimit { get; init; }

    /// <summary>The numbers of the sheets of which each had to wait for the one before, from the first to the last.</summary>
    public IReadOnlyList<int> CriticalPath { get; init; } = [];

    /// <summary>The commands with which a user continues from here, the most useful first.</summary>
    public IReadOnlyList<NextStep> NextSteps { get; init; } = [];

    /// <summary>The sheets in the order of the score.</summary>
    public IReadOnlyList<SheetReport> Sheets { get; init; } = [];

    /// <summary>The sheets that have items, each with the sums of its items.</summary>
    public IReadOnlyList<ParentReport> Parents { get; init; } = [];

    /// <summary>The incidents: errors for whose end sheets waited, the oldest first.</summary>
    public IReadOnlyList<IncidentReport> Incidents { get; init; } = [];
}
