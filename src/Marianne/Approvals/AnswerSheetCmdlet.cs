using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that answer the approvals that sheets wait for.</summary>
public abstract class AnswerSheetCmdlet : JobStoreCmdlet
{
    private readonly ApprovalDecision _decision;

    private protected AnswerSheetCmdlet(ApprovalDecision decision) => _decision = decision;

    /// <summary>
    /// Specifies the ids of the jobs. Ids are case-sensitive, and wildcards are not supported: characters such as
    /// <c>*</c> and <c>[1]</c> are part of the id.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [JobId]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(WaitingJobIdCompleter))]
    public string[] JobId { get; set; } = [];

    /// <summary>
    /// Specifies the numbers of the sheets. By default, the cmdlet answers for the only sheet of the job that waits for approval; if
    /// several wait, this causes the error InvalidParameter.
    /// </summary>
    /// <exception cref="MarianneException">
    /// SheetOutOfRange: the job does not have this sheet. ApprovalNotFound: the sheet does not wait for approval. ApprovalAnswered: it is
    /// already answered. ApprovalExpired: the time is over, so that the default was the answer.
    /// </exception>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Number")]
    [WholeNumber]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(WaitingSheetNumberCompleter))]
    public int[]? SheetNumber { get; set; }

    /// <summary>
    /// Specifies the names of the sheets. Names are not case-sensitive, and wildcards are not supported. A name that no sheet of the job
    /// has causes the error SheetOutOfRange.
    /// </summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job has no sheet with this name.</exception>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(WaitingSheetNameCompleter))]
    public string[]? SheetName { get; set; }

    /// <summary>
    /// Returns the approval as it is after the answer. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What the user writes with the answer.</summary>
    private protected abstract string? Comment { get; }

    private protected sealed override void Process() => ForEach(JobId, Process);

    private void Process(string id)
    {
        Job job = Load(id);
        ForEach(NumbersIn(job), number => Answer(job, number));
    }

    private void Answer(Job job, int number)
    {
        JobValidator.CheckSheet(job.Id, number, job.TotalSheets);
        Sheet sheet = job.Sheets[number - 1];
        string target = $"{job.Id}, sheet {SheetLabel.Of(number, sheet.Name)}";
        if (sheet.ErrorMessage is { } message)
            target = $"{target}: {message}";
        if (!ShouldProcess(target, $"{_decision}", () => Check(job, number)))
            return;

        var answers = new ApprovalAnswers(Jobs) { OwnInstruments = ScoreReaders.OwnInstruments };
        SheetApproval approval = Wait(answers.AnswerAsync(job, number, _decision, Comment, StopToken));
        if (PassThru)
            WriteObject(new MarianneApproval(approval));
    }

    private void Check(Job job, int number)
    {
        var query = new ApprovalQuery { JobId = job.Id, SheetNumber = number };
        IReadOnlyList<SheetApproval> approvals = Wait(Jobs.ListApprovalsAsync(query, StopToken));
        SheetApproval? last = approvals.Count == 0 ? null : approvals[^1];
        ApprovalTransitions.Answer(job, number, last, answer: null, isQueued: false, TimeProvider.System.GetUtcNow());
    }

    private IEnumerable<int> NumbersIn(Job job) =>
        SheetNumber?.Distinct()
        ?? SheetName?.Select(name => ApprovalAnswers.NumberOf(job, name)).Distinct()
        ?? [ApprovalAnswers.OnlyWaitingIn(job)];
}
