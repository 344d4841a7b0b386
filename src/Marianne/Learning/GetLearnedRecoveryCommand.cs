using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Gets recoveries from errors, newest first: all, or those from an error, of a model.</summary>
[Cmdlet(VerbsCommon.Get, "LearnedRecovery", SupportsPaging = true)]
[OutputType(typeof(LearnedRecovery))]
public sealed class GetLearnedRecoveryCommand : LearningCmdlet
{
    /// <summary>
    /// Specifies the code of the error. Wildcards are not supported. The default is all errors. Tab completion is
    /// available.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string? ErrorCode { get; set; }

    /// <summary>
    /// Specifies the model. Wildcards are not supported. The default is all models. Tab completion is available.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>
    /// Indicates whether the next attempt succeeded: <c>$true</c> gets only recoveries after which it succeeded,
    /// <c>$false</c> only the others. The default is both.
    /// </summary>
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
