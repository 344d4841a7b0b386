using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Forgets the rate limits that are no longer in force. Those in force stay.</summary>
[Cmdlet(VerbsCommon.Clear, "LearnedRateLimit", SupportsShouldProcess = true)]
[OutputType(typeof(int))]
public sealed class ClearLearnedRateLimitCommand : LearningCmdlet
{
    /// <summary>
    /// Returns the number of rate limits that were removed. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        if (!ShouldProcess(Connected.LearningPath ?? "memory", "Forget the rate limits that have expired"))
            return;

        int cleared = Wait(Learning.ClearExpiredRateLimitsAsync(StopToken));
        if (PassThru)
            WriteObject(cleared);
    }
}
