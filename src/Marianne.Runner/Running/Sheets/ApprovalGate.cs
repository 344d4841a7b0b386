using Marianne.Durations;
using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Placeholders;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Lets a sheet start only if a user has approved it. Otherwise it asks, and the sheet waits while others run.</summary>
/// <param name="run">The run of the job.</param>
/// <param name="watch">The sheet.</param>
/// <param name="journal">Saves the changes of the sheet.</param>
internal sealed class ApprovalGate(JobRun run, SheetWatch watch, SheetJournal journal)
{
    /// <summary>Returns the approval of the sheet, and its result if it does not start now; otherwise <c>null</c>.</summary>
    /// <param name="options">The options of the approval.</param>
    /// <param name="score">The score, in which the placeholders of outputs have values.</param>
    public async ValueTask<(SheetApproval? Approval, SheetRunResult? Result)> EnterAsync(ApprovalOptions options, Score score)
    {
        SheetApproval? last = await run.Approvals.LastOfAsync(watch.Number).ConfigureAwait(false);
        if (last is { Status: ApprovalStatus.Waiting } && last.HasTimedOut(run.Services.Time.GetUtcNow()))
            last = await SettleAsync().ConfigureAwait(false);

        bool isOfThisRun = last?.Run == watch.Sheet.Measures.Reruns + 1;
        switch (last?.Status)
        {
            case ApprovalStatus.Waiting when isOfThisRun:
                Wait(last);
                return (null, SheetRunResult.Stopped);
            case ApprovalStatus.Approved when isOfThisRun:
                return (last, null);
            case ApprovalStatus.Denied when isOfThisRun && !last.IsApplied:
                return (null, await journal.RejectAsync(ErrorCodes.Denied, last.OutcomeWithComment(), isDenied: true).ConfigureAwait(false));
            default:
                SheetApproval asked = NewOf(options, score, (last?.Number ?? 0) + 1);
                await journal.AskAsync(asked).ConfigureAwait(false);
                Wait(asked);
                return (null, SheetRunResult.Stopped);
        }
    }

    /// <summary>Lets the default be the answer, and returns the approval.</summary>
    private async ValueTask<SheetApproval> SettleAsync()
    {
        SheetApproval? settled = null;
        await watch.SaveAsync(async _ =>
        {
            ApprovalResult result = await run.Journal.SettleApprovalAsync(watch.Number).ConfigureAwait(false);
            settled = result.Approval;
            return result.Sheet;
        }).ConfigureAwait(false);
        return settled!;
    }

    private void Wait(SheetApproval approval)
    {
        run.Approvals.Wait(approval);
        string limit = approval.TimesOutAt is { } end
            ? $" Without an answer until {SheetApproval.TimeOf(end)}, it is {(approval.Default == ApprovalDecision.Deny ? "denied" : "approved")}."
            : "";
        journal.Announce(JobEventKind.SheetWaiting, $"Waiting for approval: {approval.Message}{limit}");
    }

    private SheetApproval NewOf(ApprovalOptions options, Score score, int number)
    {
        var expander = PlaceholderExpander.Of(score, watch.Number);
        DateTimeOffset now = run.Services.Time.GetUtcNow();
        int[] backTo = [.. run.Approvals.SheetsBefore(watch.Number)];
        int[] again = options.OnDeny == DenialAction.Retry ? [.. run.Approvals.DependentsOf(backTo)] : [];
        return new SheetApproval(run.JobId, watch.Number, number)
        {
            SheetName = score.NameIfAny(watch.Number),
            Run = watch.Sheet.Measures.Reruns + 1,
            Message = options.Message is { } message
                ? expander.InText(message)
                : $"Is sheet {score.LabelOf(watch.Number)} to run?",
            Show = [.. options.Show.Select(expander.InPath)],
            AskedAt = now,
            AskedBy = CurrentUser.Name,
            TimesOutAt = options.Timeout is { } timeout ? Duration.After(now, timeout) : null,
            Default = options.Default,
            OnDeny = backTo.Length == 0 ? DenialAction.Fail : options.OnDeny,
            BackTo = backTo,
            Again = again,
            ItemsAgain = [.. run.Approvals.WithItemsAgain(again)],
        };
    }
}
