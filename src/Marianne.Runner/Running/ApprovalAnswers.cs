using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>Answers approvals in the name of the user of this process. Secrets of the score are redacted in what the user writes.</summary>
/// <param name="jobs">The job store.</param>
public sealed class ApprovalAnswers(IJobStore jobs)
{
    /// <summary>Returns the value of an environment variable. The default reads those of this process.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Returns the user's own profiles of instruments by name. The default is none.</summary>
    public Func<IReadOnlyDictionary<string, InstrumentOptions>> OwnInstruments { get; init; } =
        () => new Dictionary<string, InstrumentOptions>();

    /// <summary>Answers the approval that a sheet waits for.</summary>
    /// <param name="job">The job.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="comment">What the user writes with it; <c>null</c> if nothing.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// ApprovalNotFound: the sheet does not wait. ApprovalAnswered: it is already answered. ApprovalExpired: the time is over.
    /// </exception>
    public async ValueTask<SheetApproval> AnswerAsync(
        Job job, int number, ApprovalDecision decision, string? comment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        SecretRedactor redactor = JobPreparer.KeptScoreOf(job) is { } score
            ? SecretRedactor.Of(score, Variable, OwnInstruments)
            : SecretRedactor.None;
        var answer = new ApprovalAnswer(decision, CurrentUser.Name) { Comment = redactor.Redact(comment) };
        ApprovalResult result = await jobs.AnswerAsync(job.Id, number, answer, cancellationToken).ConfigureAwait(false);
        return result.IsLate ? throw ApprovalErrors.Expired(result.Approval) : result.Approval;
    }
}
