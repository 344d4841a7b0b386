using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Makes paused and failed jobs ready to run again.</summary>
[Cmdlet(
    VerbsLifecycle.Resume,
    "MarianneJob",
    SupportsShouldProcess = true,
    HelpUri = HelpPage.Folder + "Resume-MarianneJob.md")]
[OutputType(typeof(Job))]
public sealed class ResumeMarianneJobCommand() : UpdateJobCmdlet(new JobUpdate.Resume(), "Resume");
