using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>A change while a job is played. It was saved before it was told.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="JobId">The id of the job.</param>
/// <param name="Time">When.</param>
/// <param name="Message">The same in words.</param>
public sealed record JobEvent(JobEventKind Kind, string JobId, DateTimeOffset Time, string Message)
{
    /// <summary>The number of the sheet; nothing when it is about the whole job.</summary>
    public int? SheetNumber { get; init; }

    /// <summary>Which attempt of the sheet it is, from 1.</summary>
    public int? Attempt { get; init; }

    /// <summary>What the attempt is for: <c>normal</c>, <c>retry</c> or <c>completion</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>The code of the error, such as <c>E101</c>.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>How long the sheet took, or how long it waits.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What the sheet cost so far, in US dollars.</summary>
    public decimal? Cost { get; init; }

    /// <summary>How many sheets are done.</summary>
    public JobProgress? Progress { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Message;
}
