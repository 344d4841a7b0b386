using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Completes the ids of the jobs whose sheets wait for approval, those that asked last first.</summary>
public sealed class WaitingJobIdCompleter : StoreCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(
        MarianneStore store, IDictionary parameters, CompletionWord word, CancellationToken cancellationToken) =>
        Read(store.Jobs.ListApprovalsAsync(new ApprovalQuery { OnlyUnanswered = true }, cancellationToken))
            .Where(approval => approval.Status == ApprovalStatus.Waiting && word.Fits(approval.JobId))
            .OrderByDescending(approval => approval.AskedAt)
            .DistinctBy(approval => approval.JobId)
            .Take(MaximumResults)
            .Select(approval => CompletionWord.Result(approval.JobId, TipOf(approval)));

    private static string TipOf(SheetApproval approval) =>
        string.Create(CultureInfo.CurrentCulture, $"Sheet {approval.SheetNumber}: {approval.Message}");
}
