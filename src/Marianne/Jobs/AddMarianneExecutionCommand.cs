using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Records an attempt of a sheet in the execution history.</summary>
[Cmdlet(VerbsCommon.Add, "MarianneExecution", SupportsShouldProcess = true)]
[OutputType(typeof(Execution))]
public sealed class AddMarianneExecutionCommand : SheetCmdlet
{
    /// <summary>The number of the sheet, from 1 to the job's total.</summary>
    /// <exception cref="MarianneException">SheetOutOfRange: the job has no such sheet.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Number")]
    [WholeNumber]
    [ArgumentCompleter(typeof(SheetNumberCompleter))]
    public int SheetNumber { get; set; }

    /// <summary>Which attempt of the sheet it was, from 1. Default: how often the sheet was started.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it is less than 1.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int? AttemptNumber { get; set; }

    /// <summary>The prompt or the command.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Prompt { get; set; }

    /// <summary>What it wrote; several lines are joined.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string[]? Output { get; set; }

    /// <summary>Its exit code; 0 is success. Default: none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    public int? ExitCode { get; set; }

    /// <summary>How long it took: seconds or a TimeSpan. Default: not known.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ExecutionDuration")]
    [Duration]
    public TimeSpan? Duration { get; set; }

    /// <summary>When it was made. Default: now.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DateTime? ExecutedAt { get; set; }

    /// <summary>Writes the record with its id.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        if (!ShouldProcess(Describe(SheetNumber), "Record an attempt"))
            return;

        var execution = new Execution(
            Id: 0,
            JobId,
            SheetNumber,
            AttemptNumber ?? AttemptsSoFar(),
            Prompt,
            Output is null ? null : string.Join('\n', Output),
            ExitCode,
            Duration,
            Instant.Of(ExecutedAt) ?? TimeProvider.System.GetUtcNow());

        IReadOnlyList<Execution> recorded = Wait(Jobs.RecordExecutionsAsync([execution], StopToken));
        if (PassThru)
            WriteObject(recorded[0]);
    }

    private int AttemptsSoFar()
    {
        Job job = Load(JobId);
        Sheet? sheet = job.Sheets.ElementAtOrDefault(SheetNumber - 1);
        return Math.Max(1, sheet?.AttemptCount ?? 1);
    }
}
