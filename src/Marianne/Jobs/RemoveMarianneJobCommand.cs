using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Processes;

namespace Marianne.Commands;

/// <summary>Removes jobs with their sheets and their recorded attempts.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "MarianneJob",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpPage.Folder + "Remove-MarianneJob.md")]
public sealed class RemoveMarianneJobCommand : JobIdCmdlet
{
    private const string Action = "Remove with its sheets and recorded attempts";

    /// <summary>
    /// Indicates that the cmdlet also removes a job that is running: its run ends its sheets, and fails. By default, such a job
    /// causes the error JobIsPlayed.
    /// </summary>
    /// <exception cref="MarianneException">JobIsPlayed: the job is running, and this parameter is not specified.</exception>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Process(string id)
    {
        var removal = new JobRemoval(Jobs, SystemProcessList.Instance.Current);
        RunnerProcess? runner = Wait(removal.FindRunnerAsync(id, Force, StopToken));
        if (ShouldProcess(id, runner is null ? Action : $"{Action} while the {runner} runs it"))
            Wait(removal.RemoveAsync(id, StopToken));
    }
}
