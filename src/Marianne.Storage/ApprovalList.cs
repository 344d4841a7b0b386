using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>The approvals of a job, for stores that keep them together.</summary>
internal static class ApprovalList
{
    /// <summary>Returns the approvals in order, as they are shown.</summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="approvals">The approvals of the job.</param>
    public static IEnumerable<SheetApproval> Of(Job job, IReadOnlyCollection<SheetApproval> approvals) => approvals
        .OrderBy(approval => approval.SheetNumber).ThenBy(approval => approval.Number)
        .Select(approval => ApprovalTransitions.Judge(
            approval,
            !job.IsFinished && job.Sheets.Find(approval.SheetNumber) is { Status: SheetStatus.Fermata }
                && LastOf(approvals, approval.SheetNumber)!.Number == approval.Number));

    /// <summary>Determines whether a query selects an approval.</summary>
    public static bool Matches(this ApprovalQuery query, SheetApproval approval) =>
        (query.SheetNumber is null || query.SheetNumber == approval.SheetNumber)
        && (!query.OnlyUnanswered || approval.Status is ApprovalStatus.Waiting or ApprovalStatus.Withdrawn);

    /// <summary>Returns the last approval of a sheet, or <c>null</c> if it has none.</summary>
    public static SheetApproval? LastOf(IEnumerable<SheetApproval> approvals, int number) =>
        approvals.Where(approval => approval.SheetNumber == number).MaxBy(approval => approval.Number);

    /// <summary>Adds an approval, or replaces it.</summary>
    public static void Put(List<SheetApproval> approvals, SheetApproval approval)
    {
        approvals.RemoveAll(other => (other.SheetNumber, other.Number) == (approval.SheetNumber, approval.Number));
        approvals.Add(approval);
    }

    /// <summary>Returns the approval that a change of a sheet writes, or <c>null</c> if it writes none.</summary>
    public static SheetApproval? ChangeOf(IEnumerable<SheetApproval> approvals, int number, SheetUpdate update) => update switch
    {
        SheetUpdate.Ask ask => ask.Approval,
        SheetUpdate.Fail { AppliesDenial: true } => LastOf(approvals, number) is { } last ? ApprovalTransitions.Apply(last) : null,
        _ => null,
    };
}
