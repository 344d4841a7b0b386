using System.Management.Automation;
using Marianne.Jobs;

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
    private protected override void Process(string id)
    {
        if (ShouldProcess(id, "Remove with its sheets and recorded attempts") && !Wait(Jobs.DeleteAsync(id, StopToken)))
            throw JobErrors.NotFound(id);
    }
}
