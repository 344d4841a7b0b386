using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>A change of a job while it runs. It was saved before it was announced.</summary>
/// <param name="Kind">The kind of event.</param>
/// <param name="JobId">The job's id.</param>
/// <param name="Time">The time of the event.</param>
/// <param name="Message">The message.</param>
public sealed record JobEvent(JobEventKind Kind, string JobId, DateTimeOffset Time, string Message)
{
    /// <summary>The sheet's number, or <c>null</c> if the event is about the whole job.</summary>
    public int? SheetNumber { get; init; }

    /// <summary>The sheet's name, or <c>null</c> if it has none.</summary>
    public string? SheetName { get; init; }

    /// <summary>The number of the sheet's attempt, starting at 1.</summary>
    public int? Attempt { get; init; }

    /// <summary>The mode of the attempt: <c>normal</c>, <c>retry</c> or <c>completion</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>The code of the error, such as <c>E101</c>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The time that the sheet took or waits.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The cost of the sheet or job so far in US dollars.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Where the cost comes from, or <c>null</c> if there is none.</summary>
    public CostSource? CostSource { get; init; }

    /// <summary>The progress of the job.</summary>
    public JobProgress? Progress { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Message;
}
