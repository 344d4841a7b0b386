using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that change the status of jobs.</summary>
public abstract class UpdateJobCmdlet : JobIdCmdlet
{
    private readonly JobUpdate _update;
    private readonly string _action;

    private protected UpdateJobCmdlet(JobUpdate update, string action)
    {
        _update = update;
        _action = action;
    }

    /// <summary>
    /// Returns the job as it is after the operation. By default, this cmdlet does not generate any output.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected sealed override void Process(string id)
    {
        if (!ShouldProcess(id, _action) || !IsConfirmed(id))
            return;

        Wait(Jobs.UpdateAsync(id, _update, StopToken));
        if (PassThru)
            WriteJob(Load(id));
    }

    /// <summary>Determines whether the change is confirmed beyond <c>-Confirm</c>.</summary>
    private protected virtual bool IsConfirmed(string id) => true;
}
