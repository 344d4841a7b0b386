using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Says at which hours of the day recoveries go well, and at which they do not.</summary>
[Cmdlet(VerbsCommon.Get, "LearnedExecutionWindow")]
[OutputType(typeof(ExecutionWindow))]
public sealed class GetLearnedExecutionWindowCommand : LearningCmdlet
{
    /// <summary>The codes of the errors whose recoveries count. Default: all in one window.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string[]? ErrorCode { get; set; }

    /// <summary>Only recoveries of this model count. Default: of all.</summary>
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
