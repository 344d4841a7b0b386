using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Cancels jobs permanently.</summary>
[Cmdlet(VerbsLifecycle.Stop, "MarianneJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class StopMarianneJobCommand() : UpdateJobCmdlet(new JobUpdate.Cancel(), "Stop");
