using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Processes;

namespace Marianne.Commands;

/// <summary>Marks a sheet as started, completed, failed or skipped.</summary>
[Cmdlet(VerbsCommon.Set, "MarianneSheet", SupportsShouldProcess = true, HelpUri = HelpPage.Folder + "Set-MarianneSheet.md")]
[OutputType(typeof(Job))]
public sealed class SetMarianneSheetCommand : SheetCmdlet
{
    /// <summary>
    /// Specifies the numbers of the sheets, from 1 to the total number of sheets of the job. Each sheet is changed in a
    /// separate step.
    /// </summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job does not have this sheet.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SheetNumber")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int[] Number { get; set; } = [];

    /// <summary>Specifies the new status of the sheet: InProgress, Completed, Failed or Skipped.</summary>
    /// <exception cref="MarianneException">
    /// InvalidTransition: the sheet is already Completed, or its job has ended. JobIsPlayed: another process runs the job.
    /// </exception>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateSet(
        nameof(SheetStatus.InProgress),
        nameof(SheetStatus.Completed),
        nameof(SheetStatus.Failed),
        nameof(SheetStatus.Skipped))]
    public SheetStatus Status { get; set; }

    /// <summary>
    /// Specifies why the sheet failed or was skipped. The default for a failure is <c>Unknown error</c>. The message is
    /// ignored with InProgress and Completed.
    /// </summary>
    [Parameter]
    public string? ErrorMessage { get; set; }

    /// <summary>
    /// Specifies the category of the failure: rate_limit, transient, validation, auth, network, timeout, signal, fatal,
    /// configuration, preflight or escalation. By default, no category is recorded. This parameter applies to Failed.
    /// </summary>
    /// <exception cref="MarianneException">InvalidSheet: it is not one of these words.</exception>
    [Parameter]
    [ArgumentCompleter(typeof(ErrorCategoryCompleter))]
    public string? ErrorCategory { get; set; }

    /// <summary>
    /// Specifies the exit code of a failed attempt. By default, no exit code is recorded. A completed attempt always
    /// has the exit code 0.
    /// </summary>
    [Parameter]
    [WholeNumber]
    public int? ExitCode { get; set; }

    /// <summary>
    /// Specifies the number of the signal that ended the process. By default, no signal is recorded. This parameter
    /// applies to Completed and Failed.
    /// </summary>
    [Parameter]
    [WholeNumber]
    public int? ExitSignal { get; set; }

    /// <summary>
    /// Specifies how the process ended: completed, timeout, killed or error. By default, no reason is recorded. This
    /// parameter applies to Completed and Failed.
    /// </summary>
    /// <exception cref="MarianneException">InvalidSheet: it is not one of these words.</exception>
    [Parameter]
    [ArgumentCompleter(typeof(ExitReasonCompleter))]
    public string? ExitReason { get; set; }

    /// <summary>
    /// Specifies how long the attempt took: a number of seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a time such as '00:01:30', or a
    /// TimeSpan. The minimum is 0. The default is the time since the sheet was started. This parameter applies to
    /// Completed and Failed.
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan? Duration { get; set; }

    /// <summary>
    /// Indicates whether the result is valid: <c>$true</c> or <c>$false</c>, or one of the words true, false, yes, no,
    /// 1 and 0, for example from a CSV file. The default with Completed is <c>$true</c>. This parameter applies to
    /// Completed and Failed.
    /// </summary>
    [Parameter]
    [Truth]
    public bool? ValidationPassed { get; set; }

    /// <summary>
    /// Specifies the confidence in the result, from 0 to 1. By default, no confidence is recorded. This parameter
    /// applies to Completed and Failed.
    /// </summary>
    /// <exception cref="MarianneException">InvalidSheet: it is outside 0 to 1.</exception>
    [Parameter]
    [Number]
    public double? ConfidenceScore { get; set; }

    /// <summary>
    /// Specifies data to store with the sheet: a hashtable, an object, or the text of a JSON object. It replaces the
    /// data of an earlier attempt; by default, that data is kept. This parameter applies to Completed and Failed.
    /// </summary>
    [Parameter]
    public object? OutcomeData { get; set; }

    /// <summary>
    /// Specifies the category of the outcome: success_first_try, success_retry, success_completion, failed_exhausted,
    /// failed_fatal or skipped_by_escalation. By default, no category is recorded. This parameter applies to Completed
    /// and Failed.
    /// </summary>
    /// <exception cref="MarianneException">InvalidSheet: it is not one of these words.</exception>
    [Parameter]
    [ArgumentCompleter(typeof(OutcomeCategoryCompleter))]
    public string? OutcomeCategory { get; set; }

    /// <summary>
    /// Returns the job as it is after the operation. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process() => ForEach(Number, Update);

    private void Update(int number)
    {
        SheetUpdate update = CreateUpdate();
        if (!ShouldProcess(Describe(number), $"Set to {Status}", () => Check(number, update)))
            return;

        SheetUpdateResult result = Wait(new SessionCheckpoints(Jobs).UpdateAsync(JobId, number, update, StopToken));
        if (result.RecoveredFrom is { } runner)
            WarnOfRecovery(JobId, runner);
        if (PassThru)
            WriteJob(Load(JobId));
    }

    private SheetUpdate CreateUpdate() => Status switch
    {
        SheetStatus.InProgress => new SheetUpdate.Start(SystemProcessList.Instance.Current),
        SheetStatus.Completed => new SheetUpdate.Complete(CreateResult()),
        SheetStatus.Failed => new SheetUpdate.Fail(CreateResult(), ErrorMessage, ErrorCategory),
        _ => new SheetUpdate.Skip(ErrorMessage),
    };

    private SheetResult CreateResult() => new()
    {
        Duration = Duration,
        ExitCode = ExitCode,
        ExitSignal = ExitSignal,
        ExitReason = ExitReason,
        ValidationPassed = ValidationPassed,
        ConfidenceScore = ConfidenceScore,
        OutcomeData = OutcomeData is null ? null : JsonText.Of(OutcomeData),
        OutcomeCategory = OutcomeCategory,
    };
}
