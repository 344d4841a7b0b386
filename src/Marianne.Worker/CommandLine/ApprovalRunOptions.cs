using Marianne.Jobs;

namespace Marianne.Worker;

/// <summary>The options of <c>marianne-worker approvals</c>, <c>approve</c> and <c>deny</c>.</summary>
internal sealed record ApprovalRunOptions
{
    /// <summary>The decision; <c>null</c> to list what waits.</summary>
    public ApprovalDecision? Decision { get; init; }

    /// <summary>The id of the job; <c>null</c> for all jobs, if they are listed.</summary>
    public string? JobId { get; init; }

    /// <summary>The number or the name of the sheet; <c>null</c> for the only one that waits.</summary>
    public string? Sheet { get; init; }

    /// <summary>What is kept with the answer.</summary>
    public string? Message { get; init; }

    /// <summary>The path of the job store. The default is the default store.</summary>
    public string? Store { get; init; }
}
