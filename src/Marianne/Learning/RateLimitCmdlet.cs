using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>What the cmdlets share that look for rate limits in force.</summary>
public abstract class RateLimitCmdlet : LearningCmdlet
{
    private protected RateLimitCmdlet()
    {
    }

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

    /// <summary>The limits in force, latest expiry first.</summary>
    private protected IReadOnlyList<LearnedRateLimit> Find() =>
        Wait(Learning.ListRateLimitsAsync(ErrorCode, Model.OrNone(), StopToken));
}
