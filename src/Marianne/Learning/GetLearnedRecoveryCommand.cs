using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Gets recoveries from errors, newest first: all, or those from an error, of a model.</summary>
[Cmdlet(VerbsCommon.Get, "LearnedRecovery", SupportsPaging = true)]
[OutputType(typeof(LearnedRecovery))]
public sealed class GetLearnedRecoveryCommand : LearningCmdlet
{
    /// <summary>Only recoveries from this error, taken as it is. Default: from all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string? ErrorCode { get; set; }

    /// <summary>Only recoveries of this model. Default: of all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>Only those that went well, or only those that did not. Default: both.</summary>
    [Parameter]
    [Truth]
    public bool? Recovered { get; set; }

    private protected override void Process()
    {
        var query = new RecoveryQuery { ErrorCode = ErrorCode, Model = Model.OrNone(), Recovered = Recovered };
        WriteTotal(() => Learning.CountRecoveriesAsync(query, StopToken));

        RecoveryQuery page = query with { Skip = PagingParameters.SkipCount(), First = PagingParameters.FirstCount() };
        foreach (LearnedRecovery recovery in Read(Learning.ListRecoveriesAsync(page, StopToken)))
            WriteRecovery(recovery);
    }
}
