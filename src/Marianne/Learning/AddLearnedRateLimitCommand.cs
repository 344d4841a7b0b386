using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Records a rate limit, so that other processes wait too.</summary>
[Cmdlet(
    VerbsCommon.Add,
    "LearnedRateLimit",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Add-LearnedRateLimit.md")]
[OutputType(typeof(LearnedRateLimit))]
public sealed class AddLearnedRateLimitCommand : LearningCmdlet
{
    /// <summary>
    /// Specifies the code of the error, such as <c>E103</c>: 1 to 64 characters, no control characters. You choose the
    /// codes; use the same code wherever the same wait helps. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the code is not valid.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string ErrorCode { get; set; } = "";

    /// <summary>
    /// Specifies how long the limit is expected to last: a number of seconds such as 90 or '1.5', a text such as 30s, 10m or 2h, a time such as
    /// '00:01:30', or a TimeSpan. The duration must be more than 0 and at most ten years.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the duration is 0 or longer than ten years.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan Duration { get; set; }

    /// <summary>
    /// Specifies the model that is limited, with a maximum of 256 characters. The default is no model.
    /// Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the name is too long or has control characters.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>
    /// Specifies the service that is limited, with a maximum of 256 characters: the <c>service</c> of scores and sheets, or the
    /// instrument of prompts. Only the sheets that call it wait. Without a service, the prompts with the same model wait, or all
    /// prompts if there is no model either. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">InvalidRecord: the name is too long or has control characters.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LimitedServiceCompleter))]
    public string? Service { get; set; }

    /// <summary>Specifies the id or the name of the job. Only its hash is stored. The default is no job.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("JobName")]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string JobId { get; set; } = "";

    /// <summary>Returns the rate limit. By default, this cmdlet does not generate any output.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        var limit = new LearnedRateLimit
        {
            ErrorCode = ErrorCode,
            Model = Model.OrNone(),
            Service = Service.OrNone(),
            Duration = Duration,
            SourceJobHash = LearningHash.OfJob(JobId),
        };
        LearningValidator.Check(limit);
        if (!ShouldProcess(ErrorCode, "Record a rate limit"))
            return;

        LearnedRateLimit recorded = Wait(Learning.RecordRateLimitAsync(limit, StopToken));
        if (PassThru)
            WriteObject(recorded);
    }
}
