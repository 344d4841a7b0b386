using Marianne.Jobs;

namespace Marianne.Learning;

/// <summary>A sheet that runs in a slot of a limit, or waits for one.</summary>
public sealed record SlotHolder
{
    /// <summary>Identifies the slot, or the place in the queue. It is new for each attempt.</summary>
    public required string Token { get; init; }

    /// <summary>The id of the job.</summary>
    public required string JobId { get; init; }

    /// <summary>The number of the sheet.</summary>
    public required int Number { get; init; }

    /// <summary>The priority of the job, from -100 to 100. A higher one goes first.</summary>
    public int Priority { get; init; }

    /// <summary>The process that runs the job.</summary>
    public required RunnerProcess Process { get; init; }

    /// <summary>How long the sheet has had the slot, or has waited.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Indicates whether the process has not renewed its claim to the slot, or to the place in the queue, in time.</summary>
    public bool HasExpired { get; init; }

    /// <summary>Returns the sheet, its job and its process.</summary>
    public override string ToString() => $"Sheet {Number} of {JobId}, {Process}";
}
