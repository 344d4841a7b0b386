using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Removes the rate limits that have expired.</summary>
[Cmdlet(
    VerbsCommon.Clear,
    "LearnedRateLimit",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Clear-LearnedRateLimit.md")]
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
        if (!ShouldProcess(Connected.LearningPath ?? "memory", "Remove expired rate limits"))
            return;

        int removed = Wait(Learning.ClearExpiredRateLimitsAsync(StopToken));
        if (PassThru)
            WriteObject(removed);
    }
}
