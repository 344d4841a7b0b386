namespace Marianne.Jobs;

/// <summary>The transitions of sheets that wait for approval. They are pure functions: their arguments are not changed.</summary>
public static class ApprovalTransitions
{
    /// <summary>Returns an approval as it is shown: without an answer, it is Withdrawn if its sheet does not wait for it any more.</summary>
    /// <param name="approval">The approval as it is stored.</param>
    /// <param name="isWaiting">Indicates whether the sheet waits for approval, and this is its last one.</param>
    public static SheetApproval Judge(SheetApproval approval, bool isWaiting)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return approval.Status == ApprovalStatus.Waiting && !isWaiting ? approval with { Status = ApprovalStatus.Withdrawn } : approval;
    }

    /// <summary>Returns an approval after a run has failed its sheet because of the denial.</summary>
    /// <param name="approval">The approval as it is stored.</param>
    public static SheetApproval Apply(SheetApproval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return approval with { IsApplied = approval.Status == ApprovalStatus.Denied };
    }

    /// <summary>
    /// Answers an approval. An approved sheet is Pending, so that the next run starts it. A denied one is Failed, or the sheets before it
    /// run again. A job that is only paused because of approvals is Pending again if workers run it.
    /// </summary>
    /// <param name="job">The job with all its sheets.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="approval">The last approval of the sheet; <c>null</c> if there is none.</param>
    /// <param name="answer">The answer; <c>null</c> if only a timeout is applied.</param>
    /// <param name="isQueued">Indicates whether workers run the sheets of the job.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="MarianneException">The sheet does not wait for approval, or it is already answered.</exception>
    public static ApprovalResult Answer(
        Job job, int number, SheetApproval? approval, ApprovalAnswer? answer, bool isQueued, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        SheetTransitions.CheckNumber(job, number);
        Sheet sheet = job.Sheets[number - 1];
        if (approval is { Status: ApprovalStatus.Approved or ApprovalStatus.Denied } answered)
            throw ApprovalErrors.Answered(answered);
        if (job.IsFinished || sheet.Status != SheetStatus.Fermata || approval is not { Status: ApprovalStatus.Waiting })
            throw ApprovalErrors.NotFound(job, sheet);

        bool isTimedOut = approval.HasTimedOut(now);
        if (!isTimedOut && answer is null)
            return new ApprovalResult(job, sheet, approval, IsLate: false);

        ApprovalDecision decision = isTimedOut ? approval.Default : answer!.Decision;
        SheetApproval decided = approval with
        {
            Status = decision == ApprovalDecision.Approve ? ApprovalStatus.Approved : ApprovalStatus.Denied,
            AnsweredBy = isTimedOut ? null : answer!.By,
            AnsweredAt = now,
            Comment = isTimedOut || string.IsNullOrWhiteSpace(answer!.Comment) ? null : answer.Comment.Trim(),
            IsTimedOut = isTimedOut,
        };
        Job next = job.CopyWithSheets();
        decided = Decide(next, decided, now);
        if (ApprovalText.IsPauseMessage(next.ErrorMessage) && next.Status is JobStatus.Paused or JobStatus.Pending)
            Continue(next, decided, isQueued);
        return new ApprovalResult(next, next.Sheets[number - 1], decided, isTimedOut && answer is not null);
    }

    private static SheetApproval Decide(Job job, SheetApproval decided, DateTimeOffset now)
    {
        Sheet sheet = ItemTransitions.Changed(job, job.Sheets[decided.SheetNumber - 1]);
        sheet.Measures = sheet.Measures.AfterWait();
        bool isRetry = decided is { Status: ApprovalStatus.Denied, OnDeny: DenialAction.Retry, IsTimedOut: false };
        if (decided.Status == ApprovalStatus.Denied && !isRetry)
        {
            sheet.Status = SheetStatus.Failed;
            sheet.CompletedAt = now;
            sheet.ErrorMessage = decided.OutcomeWithComment();
            sheet.ErrorCategory = ErrorCategories.Escalation;
            sheet.SuccessWithoutRetry = false;
            return decided;
        }

        sheet.Status = SheetStatus.Pending;
        sheet.ErrorMessage = null;
        if (!isRetry)
            return decided;

        int[] again = [.. decided.Again.Append(sheet.Number).Where(job.HasSheet).Distinct()];
        IEnumerable<int> items = job.Sheets.Known
            .Where(other => other.Item is { Parent: > 0 and var parent }
                && (decided.BackTo.Contains(parent) || decided.ItemsAgain.Contains(parent)))
            .Select(other => other.Number);
        JobRerun.Reset(job, [.. again, .. items], [.. again.Where(other => job.Sheets[other - 1].Measures.ItemCount is not null)]);
        return decided with { NextRun = job.Sheets[sheet.Number - 1].Measures.Reruns + 1 };
    }

    /// <summary>Lets a job continue that is paused because of approvals. The next run clears its message.</summary>
    private static void Continue(Job job, SheetApproval decided, bool isQueued)
    {
        if (isQueued)
            job.Status = JobStatus.Pending;
        if (!job.Sheets.Any(sheet => sheet.Status == SheetStatus.Fermata))
            job.ErrorMessage = $"Sheet {SheetLabel.Of(decided.SheetNumber, decided.SheetName)}: {decided.OutcomeWithComment()}";
    }
}
