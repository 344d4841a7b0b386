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
public sealed class SuspendMarianneJobCommand() : UpdateJobCmdlet(new JobUpdate.Pause(), "Suspend");
