using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>
/// Makes jobs ready to run again: Paused and Failed ones become Pending. It runs nothing. A job in another state is
/// an InvalidTransition.
/// </summary>
[Cmdlet(VerbsLifecycle.Resume, "MarianneJob", SupportsShouldProcess = true)]
[OutputType(typeof(Job))]
public sealed class ResumeMarianneJobCommand() : UpdateJobCmdlet(new JobUpdate.Resume(), "Resume");
