using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Cancels jobs permanently.</summary>
[Cmdlet(VerbsLifecycle.Stop, "MarianneJob", SupportsShouldProcess = true, HelpUri = HelpPage.Folder + "Stop-MarianneJob.md")]
[OutputType(typeof(Job))]
public sealed class StopMarianneJobCommand() : UpdateJobCmdlet(new JobUpdate.Cancel(), "Stop")
{
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>
    /// Indicates that the cmdlet does not ask for confirmation before it cancels a job that is running. By default, it
    /// asks.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Indicates that the cmdlet returns only when the run of each job has ended its sheets. By default, the cmdlet returns at
    /// once, and the run ends its sheets within some seconds. The wait has no limit; Ctrl+C ends it.
    /// </summary>
    [Parameter]
    public new SwitchParameter Wait { get; set; }

    private protected override bool WaitsForRunner => Wait;

    /// <summary>Indicates whether a preference or a parameter decides about the confirmation of every job.</summary>
    private bool IsDecided => Force
        || MyInvocation.BoundParameters.ContainsKey("Confirm")
        || !Equals(GetVariableValue("ConfirmPreference", ConfirmImpact.High), ConfirmImpact.High);

    private protected override bool IsConfirmed(string id)
    {
        if (IsDecided || Wait(Jobs.LoadHeaderAsync(id, StopToken)) is not { Status: JobStatus.Running, IsZombie: false } job)
            return true;

        string question = $"The job '{TerminalText.Name(id)}' is being run{(job.Runner is { } runner ? $" by the {runner}" : "")}. "
            + "A cancelled job cannot be resumed. Do you want to stop it?";
        return ShouldContinue(question, "Stop a running job", ref _yesToAll, ref _noToAll);
    }
}
