using System.Management.Automation;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that change the status of jobs.</summary>
public abstract class UpdateJobCmdlet : JobIdCmdlet
{
    private readonly JobUpdate _update;
    private readonly string _action;
    private readonly List<(string Id, RunnerProcess? Runner)> _updated = [];

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
        Job job = Wait(Jobs.LoadHeaderAsync(id, StopToken)) ?? throw JobErrors.NotFound(id);

        // Throws if the change is not allowed, before the user is asked to confirm it. The store checks it again.
        JobTransitions.Apply(job, _update, job.IsZombie, TimeProvider.System.GetUtcNow());
        if (!ShouldProcess(id, _action) || !IsConfirmed(id))
            return;

        RunnerProcess? runner = WaitsForRunner ? Wait(Jobs.LoadHeaderAsync(id, StopToken))?.Runner : null;
        Wait(Jobs.UpdateAsync(id, _update, StopToken));
        if (WaitsForRunner)
            _updated.Add((id, runner));
        else if (PassThru)
            WriteJob(Load(id));
    }

    /// <summary>Waits for the runs of the jobs. All jobs were changed before, so that their runs end at the same time.</summary>
    private protected sealed override void Complete()
    {
        string activity = $"Waiting for the sheets of {(_updated.Count == 1 ? "the job" : "the jobs")}";
        var waiter = new JobWaiter(Jobs, TimeProvider.System);
        ForEach(_updated, item =>
        {
            ShowProgress(activity, $"{item.Id}: {(item.Runner is { } runner ? $"the {runner}" : "its workers")} may be ending them", -1);
            Wait(waiter.WaitForSheetsAsync(item.Id, item.Runner, SystemProcessList.Instance, StopToken));
            RemoveProgress(activity);
            if (PassThru)
                WriteJob(Load(item.Id));
        });
    }

    /// <summary>Indicates whether the cmdlet waits until the runs of the jobs have ended their sheets.</summary>
    private protected virtual bool WaitsForRunner => false;

    /// <summary>Determines whether the change is confirmed beyond <c>-Confirm</c>.</summary>
    private protected virtual bool IsConfirmed(string id) => true;
}
