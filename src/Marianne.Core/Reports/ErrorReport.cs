namespace Marianne.Reports;

/// <summary>An error code of the jobs in a report, with what the learning store knows about it.</summary>
public sealed record ErrorReport
{
    /// <summary>The code, such as <c>E101</c>.</summary>
    public required string Code { get; init; }

    /// <summary>A sentence that describes the failure.</summary>
    public string? Meaning { get; init; }

    /// <summary>The share of incidents that have recovered by each time, ascending. Empty if none is known.</summary>
    public IReadOnlyList<RecoveryPoint> Curve { get; init; } = [];

    /// <summary>The seconds after the first error at which the next run would try again; <c>null</c> if none is planned.</summary>
    public double? ChosenSeconds { get; init; }

    /// <summary>Why this wait is chosen.</summary>
    public string? Why { get; init; }

    /// <summary>The number of incidents that are known.</summary>
    public int Samples { get; init; }

    /// <summary>The recoveries by local hour of the day, only of hours that have any.</summary>
    public IReadOnlyList<RecoveryHourReport> Hours { get; init; } = [];
}
