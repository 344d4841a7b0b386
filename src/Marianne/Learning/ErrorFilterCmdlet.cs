using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that return what was learned about errors, filtered by error code and model.</summary>
public abstract class ErrorFilterCmdlet : LearningCmdlet
{
    private protected ErrorFilterCmdlet()
    {
    }

    /// <summary>
    /// Specifies the code of the error. Wildcards are not supported. The default is all errors. Tab completion is
    /// available.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PlainText]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string? ErrorCode { get; set; }

    /// <summary>
    /// Specifies the model. Wildcards are not supported. The default is all models. Tab completion is available.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }
}
