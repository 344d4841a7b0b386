namespace Marianne.Jobs;

/// <summary>Creates the errors of approvals.</summary>
public static class ApprovalErrors
{
    /// <summary>Creates the error for an answer to a sheet that does not wait for approval.</summary>
    /// <param name="job">The job of the sheet.</param>
    /// <param name="sheet">The sheet as it is stored.</param>
    public static MarianneException NotFound(Job job, Sheet sheet)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(sheet);
        string state = job.IsFinished ? $"the job is {job.Status}" : $"it is {sheet.Status}";
        return new(
            MarianneError.ApprovalNotFound,
            $"Sheet {sheet.Number} of the job '{sheet.JobId}' does not wait for approval: {state}. Nothing was written.",
            sheet);
    }

    /// <summary>Creates the error for a second answer.</summary>
    /// <param name="approval">The approval with its answer.</param>
    public static MarianneException Answered(SheetApproval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return new(
            MarianneError.ApprovalAnswered,
            $"{Subject(approval)} is already answered. It was {OutcomeOf(approval)} Nothing was written.",
            approval);
    }

    /// <summary>Creates the error for an answer after the timeout.</summary>
    /// <param name="approval">The approval with its answer.</param>
    public static MarianneException Expired(SheetApproval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return new(
            MarianneError.ApprovalExpired, $"The answer is too late. {Subject(approval)} was {OutcomeOf(approval)}", approval);
    }

    /// <summary>Creates the error for the start of a sheet that waits for approval.</summary>
    /// <param name="sheet">The sheet as it is stored.</param>
    public static MarianneException Required(Sheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return new(
            MarianneError.ApprovalRequired,
            $"Sheet {sheet.Number} of the job '{sheet.JobId}' waits for approval, so it cannot be started. Approve or deny it first.",
            sheet);
    }

    /// <summary>Creates the error for an answer to a job of which no sheet waits for approval.</summary>
    /// <param name="jobId">The job's id.</param>
    public static MarianneException NoneWaits(string jobId) => new(
        MarianneError.ApprovalNotFound, $"No sheet of the job '{jobId}' waits for approval. Nothing was written.", jobId);

    /// <summary>Creates the error for an answer to a job of which several sheets wait for approval.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="labels">The labels of the sheets.</param>
    public static MarianneException SeveralWait(string jobId, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new(
            MarianneError.InvalidParameter,
            $"Several sheets of the job '{jobId}' wait for approval: {string.Join(", ", labels.Take(10))}. Specify the number of the sheet. "
            + "Nothing was written.",
            jobId);
    }

    private static string Subject(SheetApproval approval) =>
        $"Sheet {SheetLabel.Of(approval.SheetNumber, approval.SheetName)} of the job '{approval.JobId}'";

    private static string OutcomeOf(SheetApproval approval)
    {
        string text = approval.OutcomeWithComment();
        string sentence = text.Length == 0 ? "" : char.ToLowerInvariant(text[0]) + text[1..];
        return sentence is [.., '.' or '!' or '?'] ? sentence : $"{sentence}.";
    }
}
