using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Removes jobs, with their sheets and their history.</summary>
[Cmdlet(VerbsCommon.Remove, "MarianneJob", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveMarianneJobCommand : JobIdCmdlet
{
    private protected override void Process(string id)
    {
        if (ShouldProcess(id, "Remove with its sheets and its history") && !Wait(Jobs.DeleteAsync(id, StopToken)))
            throw JobErrors.NotFound(id);
    }
}
