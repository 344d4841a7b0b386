using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Pauses jobs.</summary>
[Cmdlet(
    VerbsLifecycle.Suspend,
    "MarianneJob",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Suspend-MarianneJob.md")]
[OutputType(typeof(Job))]
public sealed class SuspendMarianneJobCommand() : UpdateJobCmdlet(new JobUpdate.Pause(), "Suspend")
{
    /// <summary>
    /// Indicates that the cmdlet returns only when the run of each job has ended its sheets. By default, the cmdlet returns at
    /// once, and the run ends its sheets within some seconds. The wait has no limit; Ctrl+C ends it.
    /// </summary>
    [Parameter]
    public new SwitchParameter Wait { get; set; }

    private protected override bool WaitsForRunner => Wait;
}
