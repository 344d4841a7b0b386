using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Gets the hours of the day at which recoveries succeed.</summary>
[Cmdlet(VerbsCommon.Get, "LearnedExecutionWindow", HelpUri = HelpPage.Folder + "Get-LearnedExecutionWindow.md")]
[OutputType(typeof(ExecutionWindow))]
public sealed class GetLearnedExecutionWindowCommand : LearningCmdlet
{
    /// <summary>
    /// Specifies the codes of the errors; the cmdlet returns a window for each. Wildcards are not supported. The
    /// default is a single window for all errors. Tab completion is available.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PlainText]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string[]? ErrorCode { get; set; }

    /// <summary>
    /// Specifies the model. Wildcards are not supported. The default is all models. Tab completion is available.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    private protected override void Process()
    {
        if (ErrorCode is null)
            Write(null);
        else
            ForEach(ErrorCode, Write);
    }

    private void Write(string? code)
    {
        IReadOnlyList<RecoveryHour> hours = Wait(Learning.GetRecoveryHoursAsync(code, Model.OrNone(), StopToken));
        WriteObject(ExecutionWindow.Of(hours, code, Model.OrNone()));
    }
}
