using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Gets the time to wait after an error, learned from earlier recoveries.</summary>
[Cmdlet(VerbsCommon.Get, "LearnedWaitTime", HelpUri = HelpPage.Folder + "Get-LearnedWaitTime.md")]
[OutputType(typeof(LearnedWaitTime))]
public sealed class GetLearnedWaitTimeCommand : LearningCmdlet
{
    /// <summary>Specifies the codes of the errors. Wildcards are not supported. Tab completion is available.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PlainText]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string[] ErrorCode { get; set; } = [];

    /// <summary>
    /// Specifies the wait to use if nothing was learned: a number of seconds such as 90 or '1.5', a time such as
    /// '00:01:30', or a TimeSpan. The minimum is 0. The default is no static delay.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? StaticDelay { get; set; }

    /// <summary>
    /// Specifies the model. Wildcards are not supported. The default is all models. Tab completion is available.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>
    /// Specifies the number of successful recoveries that are required to learn from them. The minimum is 1. The
    /// default is 3.
    /// </summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int MinimumSamples { get; set; } = LearnedWaitFormula.DefaultMinimumSamples;

    /// <summary>
    /// Specifies the confidence from which the static delay is no longer blended in, from 0 to 1. The default is 0.7.
    /// </summary>
    [Parameter]
    [Number]
    [ValidateRange(0.0, 1.0)]
    public double MinimumConfidence { get; set; } = LearnedWaitFormula.DefaultMinimumConfidence;

    private protected override void Process() => ForEach(ErrorCode, code =>
    {
        var request = new WaitRequest(code)
        {
            Model = Model.OrNone(),
            StaticDelay = StaticDelay,
            MinimumSamples = MinimumSamples,
            MinimumConfidence = MinimumConfidence,
        };
        if (Wait(new WaitTimeService(Learning).FindAsync(request, StopToken)) is { } wait)
            WriteObject(wait);
    });
}
