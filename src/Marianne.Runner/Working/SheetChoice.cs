using Marianne.Jobs;

namespace Marianne.Working;

/// <summary>What a worker claims of a job.</summary>
/// <param name="Numbers">The numbers of the sheets to claim, in the order in which they start.</param>
internal sealed record SheetChoice(IReadOnlyList<int> Numbers)
{
    /// <summary>The choice for a job that this worker leaves alone.</summary>
    public static SheetChoice None { get; } = new([]);

    /// <summary>The sheets that are done, and all of them.</summary>
    public JobProgress Progress { get; init; } = new(0, 0);

    /// <summary>
    /// Indicates whether the sheets failed in an earlier run of the job. They are not run, but become Pending, so that they do not
    /// count as failed when other workers see the job.
    /// </summary>
    public bool IsReset { get; init; }

    /// <summary>Indicates whether another worker could run further sheets beside these.</summary>
    public bool HasMore { get; init; }

    /// <summary>Indicates whether nothing of the job is left to run, so that it ends.</summary>
    public bool IsOver { get; init; }

    /// <summary>Indicates whether sheets of the job are claimed at the moment, after whose end others may start.</summary>
    public bool IsActive { get; init; }

    /// <summary>The time at which the next waiting sheet is due; <c>null</c> if none waits.</summary>
    public DateTimeOffset? NextAt { get; init; }
}
