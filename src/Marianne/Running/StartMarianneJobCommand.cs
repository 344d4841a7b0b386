using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>Saves jobs for workers, which run their sheets.</summary>
[Cmdlet(
    VerbsLifecycle.Start,
    "MarianneJob",
    SupportsShouldProcess = true,
    DefaultParameterSetName = PathSet,
    HelpUri = HelpPage.Folder + "Start-MarianneJob.md")]
[OutputType(typeof(Job), typeof(JobPlan))]
public sealed class StartMarianneJobCommand() : JobPlanCmdlet("Start")
{
    private protected override void Process(JobPlan plan)
    {
        if (UsingVariables.NamesOf(plan).FirstOrDefault() is { } name)
            throw InvocationErrors.UsingInWorker(name);

        var starter = new JobStarter(Jobs, Connected.Learning, TimeProvider.System) { OwnInstruments = ScoreReaders.OwnInstruments };
        Job job = Wait(starter.StartAsync(plan, StopToken));
        if (job.Status == JobStatus.Completed)
            WriteWarning($"The job '{job.Id}' is already Completed.");
        WriteJob(job);
    }
}
