using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>
/// Pauses jobs: Pending, Running and Failed ones become Paused. A Completed or Cancelled one is an InvalidTransition.
/// </summary>
[Cmdlet(VerbsLifecycle.Suspend, "MarianneJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class SuspendMarianneJobCommand() : UpdateJobCmdlet(new JobUpdate.Pause(), "Suspend");
