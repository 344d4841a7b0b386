namespace Marianne.Jobs;

/// <summary>Selects approvals. All conditions are combined; a condition that is <c>null</c> is ignored.</summary>
public sealed record ApprovalQuery
{
    /// <summary>The id of the job; <c>null</c> for all jobs.</summary>
    public string? JobId { get; init; }

    /// <summary>The ids of the jobs; <c>null</c> for all jobs.</summary>
    public IReadOnlyCollection<string>? JobIds { get; init; }

    /// <summary>The number of the sheet, from 1; <c>null</c> for all sheets.</summary>
    public int? SheetNumber { get; init; }

    /// <summary>Indicates whether only approvals without an answer are listed. The default is <c>false</c>.</summary>
    public bool OnlyUnanswered { get; init; }
}
