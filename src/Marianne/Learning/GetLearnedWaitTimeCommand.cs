using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>
/// <para>Says how long to wait after an error, from how long it took to recover from it before.</para>
/// <para>Nothing is written when nothing was learned and there is no static delay.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "LearnedWaitTime")]
[OutputType(typeof(LearnedWaitTime))]
public sealed class GetLearnedWaitTimeCommand : LearningCmdlet
{
    /// <summary>The codes of the errors. Recoveries and rate limits can be piped in.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ErrorCodeCompleter))]
    public string[] ErrorCode { get; set; } = [];

    /// <summary>
    /// The wait where nothing is known: seconds from 0, or a TimeSpan. What was learned is never shorter than half of
    /// it, and is mixed with it as long as it is uncertain. Default: none.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Duration]
    public TimeSpan? StaticDelay { get; set; }

    /// <summary>Only recoveries of this model count. Default: of all.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LearnedModelCompleter))]
    public string? Model { get; set; }

    /// <summary>How many successful recoveries it takes to learn from them, 1 or more. Default: 3.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, int.MaxValue)]
    public int MinimumSamples { get; set; } = LearnedWaitFormula.DefaultMinimumSamples;

    /// <summary>From which confidence on the static delay no longer counts, 0 to 1. Default: 0.7.</summary>
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
