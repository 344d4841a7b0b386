namespace Marianne.Jobs;

/// <summary>Lists approvals.</summary>
public interface IApprovalReader
{
    /// <summary>
    /// Lists approvals, ordered by job, number of the sheet and number of the approval. One without an answer whose sheet does not wait
    /// any more is Withdrawn.
    /// </summary>
    /// <param name="query">Which approvals to list.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<SheetApproval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellationToken);
}
