using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>
/// <para>Remembers a rate limit, so that others who use the same store wait too.</para>
/// <para>It is in force for 80 percent of the time that it is expected to last.</para>
/// </summary>
[Cmdlet(VerbsCommon.Add, "LearnedRateLimit", SupportsShouldProcess = true)]
[OutputType(typeof(LearnedRateLimit))]
public sealed class AddLearnedRateLimitCommand : LearningCmdlet
{
    /// <summary>The code of the error, such as <c>E103</c>: 1 to 64 characters, no control characters.</summary>
    /// <exception cref="MarianneException">InvalidRecord: it cannot be one.</exception>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string ErrorCode { get; set; } = "";

    /// <summary>How long the limit is expected to last: seconds above 0, or a TimeSpan, up to ten years.</summary>
    /// <exception cref="MarianneException">InvalidRecord: it is 0, or longer than ten years.</exception>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan Duration { get; set; }

    /// <summary>The model that is limited: up to 256 characters. Default: none.</summary>
    /// <exception cref="MarianneException">InvalidRecord: it cannot be one.</exception>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>The id or the name of the job that ran into it; only its hash is kept. Default: no job.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("JobName")]
    [ArgumentCompleter(typeof(JobIdCompleter))]
    public string JobId { get; set; } = "";

    /// <summary>Writes the rate limit.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        var limit = new LearnedRateLimit
        {
            ErrorCode = ErrorCode,
            Model = Model.OrNone(),
            Duration = Duration,
            SourceJobHash = LearningHash.OfJob(JobId),
        };
        LearningValidator.Check(limit);
        if (!ShouldProcess(ErrorCode, "Remember a rate limit"))
            return;

        LearnedRateLimit recorded = Wait(Learning.RecordRateLimitAsync(limit, StopToken));
        if (PassThru)
            WriteObject(recorded);
    }
}
