namespace Marianne.Jobs;

/// <summary>
/// Lists and answers approvals. A sheet asks for one with <see cref="SheetUpdate.Ask"/>, and a run marks a denial as applied with
/// <see cref="SheetUpdate.Fail.AppliesDenial"/>.
/// </summary>
public interface IApprovalStore : IApprovalReader
{
    /// <summary>
    /// Answers the approval that a sheet waits for, in one step and according to <see cref="ApprovalTransitions"/>. After the timeout,
    /// the default is the answer, and the result says so.
    /// </summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number, from 1.</param>
    /// <param name="answer">The answer; <c>null</c> if only a timeout is to be applied.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// The job or the sheet does not exist, the sheet does not wait for approval, or it is already answered.
    /// </exception>
    ValueTask<ApprovalResult> AnswerAsync(string jobId, int number, ApprovalAnswer? answer, CancellationToken cancellationToken);
}
