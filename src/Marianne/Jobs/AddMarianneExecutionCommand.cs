using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Records an attempt of a sheet in the history of its job.</summary>
[Cmdlet(
    VerbsCommon.Add,
    "MarianneExecution",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Add-MarianneExecution.md")]
[OutputType(typeof(Execution))]
public sealed class AddMarianneExecutionCommand : SheetCmdlet
{
    /// <summary>Specifies the number of the sheet, from 1 to the total number of sheets of the job.</summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job does not have this sheet.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Number")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int SheetNumber { get; set; }

    /// <summary>
    /// Specifies the number of the attempt of the sheet, from 1. The default is the number of times that the sheet was
    /// started, but at least 1.
    /// </summary>
    /// <exception cref="MarianneException">InvalidParameter: it is less than 1.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int? AttemptNumber { get; set; }

    /// <summary>Specifies the prompt or the command of the attempt. The default is no prompt.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Prompt { get; set; }

    /// <summary>
    /// Specifies the output of the attempt. Several lines are joined with line feeds. The default is no output.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? Output { get; set; }

    /// <summary>
    /// Specifies the exit code of the attempt. An exit code of 0 means success. The default is no exit code.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int? ExitCode { get; set; }

    /// <summary>
    /// Specifies how long the attempt took: a number of seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a time such as '00:01:30', or a
    /// TimeSpan. The minimum is 0. The default is no duration.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ExecutionDuration")]
    [Duration]
    public TimeSpan? Duration { get; set; }

    /// <summary>
    /// Specifies the time of the attempt. A time without a time zone is local time. The default is the current time.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTime? ExecutedAt { get; set; }

    /// <summary>Returns the record with its id. By default, this cmdlet does not generate any output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        if (!ShouldProcess(Describe(SheetNumber), "Record an attempt", () => Check(SheetNumber, update: null)))
            return;

        var execution = new Execution(
            Id: 0,
            JobId,
            SheetNumber,
            AttemptNumber ?? LatestAttempt.Of(Load(JobId), SheetNumber),
            Prompt,
            Output is null ? null : string.Join('\n', Output),
            ExitCode,
            Duration,
            Instant.Of(ExecutedAt) ?? TimeProvider.System.GetUtcNow());

        IReadOnlyList<Execution> recorded = Wait(Jobs.RecordExecutionsAsync([execution], StopToken));
        if (PassThru)
            WriteObject(recorded[0]);
    }
}
