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

    /// <summary>Returns the number of the only sheet of a job that waits for approval.</summary>
    /// <param name="job">The job with its sheets.</param>
    /// <exception cref="MarianneException">ApprovalNotFound: no sheet waits. InvalidParameter: several do.</exception>
    public static int OnlyWaitingIn(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        Sheet[] waiting = [.. job.Sheets.NumbersInOrder().Select(number => job.Sheets[number - 1]).Where(sheet => sheet.Status == SheetStatus.Fermata)];
        return waiting switch
        {
            [] => throw ApprovalErrors.NoneWaits(job.Id),
            [var only] => only.Number,
            _ => throw ApprovalErrors.SeveralWait(job.Id, [.. waiting.Select(sheet => SheetLabel.Of(sheet.Number, sheet.Name))]),
        };
    }

    /// <summary>Returns the number of the sheet with a name. The name is not case-sensitive.</summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="name">The name.</param>
    /// <exception cref="MarianneException">SheetOutOfRange: no sheet has the name.</exception>
    public static int NumberOf(Job job, string name)
    {
        ArgumentNullException.ThrowIfNull(job);
        int number = job.Sheets.NumbersInOrder()
            .FirstOrDefault(number => string.Equals(job.Sheets[number - 1].Name, name, StringComparison.OrdinalIgnoreCase));
        return number > 0 ? number : throw JobErrors.NoSheetNamed(job.Id, name);
    }

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
