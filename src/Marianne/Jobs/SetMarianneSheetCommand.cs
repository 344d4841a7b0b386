using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Processes;

namespace Marianne.Commands;

/// <summary>
/// <para>Marks a sheet as started, done, failed or skipped, and its job with it, in one step.</para>
/// <para>It needs no loaded job, and it never conflicts with what others save.</para>
/// </summary>
[Cmdlet(VerbsCommon.Set, "MarianneSheet", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class SetMarianneSheetCommand : SheetCmdlet
{
    /// <summary>The numbers of the sheets, from 1 to the job's total.</summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job has no such sheet. The others go on.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SheetNumber")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int[] Number { get; set; } = [];

    /// <summary>
    /// What became of it. InProgress starts an attempt of this process; Completed and Failed end it; Skipped passes
    /// the sheet over.
    /// </summary>
    /// <exception cref="MarianneException">InvalidTransition: the sheet is Completed already, or its job is over.</exception>
    [Parameter(Mandatory = true, Position = 2)]
    [ValidateSet(
        nameof(SheetStatus.InProgress),
        nameof(SheetStatus.Completed),
        nameof(SheetStatus.Failed),
        nameof(SheetStatus.Skipped))]
    public SheetStatus Status { get; set; }

    /// <summary>Why it failed, or why it was skipped. Default of a failure: <c>Unknown error</c>.</summary>
    [Parameter]
    public string? ErrorMessage { get; set; }

    /// <summary>The kind of failure, such as <c>rate_limit</c>. Only of Failed.</summary>
    /// <exception cref="MarianneException">InvalidSheet: it is no word that stores know.</exception>
    [Parameter]
    [ArgumentCompleter(typeof(ErrorCategoryCompleter))]
    public string? ErrorCategory { get; set; }

    /// <summary>The exit code of a failed attempt. A completed one has 0.</summary>
    [Parameter]
    [WholeNumber]
    public int? ExitCode { get; set; }

    /// <summary>The signal that ended the process.</summary>
    [Parameter]
    [WholeNumber]
    public int? ExitSignal { get; set; }

    /// <summary>How the process ended: <c>completed</c>, <c>timeout</c>, <c>killed</c> or <c>error</c>.</summary>
    /// <exception cref="MarianneException">InvalidSheet: it is another word.</exception>
    [Parameter]
    [ArgumentCompleter(typeof(ExitReasonCompleter))]
    public string? ExitReason { get; set; }

    /// <summary>How long it took: seconds or a TimeSpan. Default: the time since it was started.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? Duration { get; set; }

    /// <summary>Whether the result was valid. Default of Completed: true.</summary>
    [Parameter]
    [Truth]
    public bool? ValidationPassed { get; set; }

    /// <summary>How sure the result is, 0 to 1.</summary>
    /// <exception cref="MarianneException">InvalidSheet: it is outside 0 to 1.</exception>
    [Parameter]
    [Number]
    public double? ConfidenceScore { get; set; }

    /// <summary>What the sheet wants remembered: a hashtable, an object, or the text of a JSON object.</summary>
    [Parameter]
    public object? OutcomeData { get; set; }

    /// <summary>What came of it, such as <c>success_first_try</c>.</summary>
    /// <exception cref="MarianneException">InvalidSheet: it is no word that stores know.</exception>
    [Parameter]
    [ArgumentCompleter(typeof(OutcomeCategoryCompleter))]
    public string? OutcomeCategory { get; set; }

    /// <summary>Writes the job as it is afterwards.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process() => ForEach(Number, Mark);

    private void Mark(int number)
    {
        SheetUpdate update = Update();
        if (!ShouldProcess(Describe(number), $"Set to {Status}"))
            return;

        SheetUpdateResult mark = Wait(Jobs.UpdateSheetAsync(JobId, number, update, StopToken));
        if (mark.RecoveredFrom is { } dead)
            WarnOfRecovery(JobId, dead);
        if (PassThru)
            WriteJob(Load(JobId));
    }

    private SheetUpdate Update() => Status switch
    {
        SheetStatus.InProgress => new SheetUpdate.Start(SystemProcessList.Instance.Current),
        SheetStatus.Completed => new SheetUpdate.Complete(Result()),
        SheetStatus.Failed => new SheetUpdate.Fail(Result(), ErrorMessage, ErrorCategory),
        _ => new SheetUpdate.Skip(ErrorMessage),
    };

    private SheetResult Result() => new()
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
