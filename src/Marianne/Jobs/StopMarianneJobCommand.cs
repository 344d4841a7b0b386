using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Ends jobs for good: they become Cancelled. A Completed one is an InvalidTransition.</summary>
[Cmdlet(VerbsLifecycle.Stop, "MarianneJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class StopMarianneJobCommand() : UpdateJobCmdlet(new JobUpdate.Cancel(), "Stop");
