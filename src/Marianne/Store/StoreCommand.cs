using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>What every cmdlet that reads or changes jobs shares: the store, and the warnings about what it holds.</summary>
public abstract class StoreCommand : MarianneCommand
{
    private protected StoreCommand()
    {
    }

    /// <summary>
    /// The store to use, as <c>Connect-Marianne -NoDefault</c> writes it. Default: the one that the session is
    /// connected to, else <c>~/.marianne/state.db</c>.
    /// </summary>
    /// <exception cref="MarianneException">StoreClosed: it was closed.</exception>
    [Parameter]
    [ValidateNotNull]
    public MarianneStore? Store { get; set; }

    /// <summary>The jobs of the store.</summary>
    private protected IJobStore Jobs => field ??= (Store ?? Connections.Current).Jobs;

    /// <summary>The job of an id with its sheets.</summary>
    /// <exception cref="MarianneException">There is none.</exception>
    private protected Job Load(string id) => Wait(Jobs.LoadAsync(id, StopToken)) ?? throw JobErrors.NotFound(id);

    /// <summary>Writes a job, and warns of what of it could not be read.</summary>
    private protected void WriteJob(Job job)
    {
        foreach (StoredObject damaged in job.FindDamaged())
            WarnOfUnreadable(damaged);
        WriteObject(job);
    }

    /// <summary>Writes a sheet, and warns of what of it could not be read.</summary>
    private protected void WriteSheet(Sheet sheet)
    {
        WarnOfUnreadable(sheet);
        WriteObject(sheet);
    }

    /// <summary>Warns that a job was recovered from a process that was killed.</summary>
    private protected void WarnOfRecovery(string id, RunnerProcess? runner) => WriteWarning(
        $"The job '{id}' was recovered: the {runner} that played it ended without saving.");

    private void WarnOfUnreadable(StoredObject stored)
    {
        foreach (UnreadableValue value in stored.Unreadable.Values)
        {
            string owner = stored is Sheet sheet ? $"sheet {sheet.Number} of the job '{sheet.JobId}'" : $"the job '{stored}'";
            WriteWarning($"The column {value.Column} of {owner} could not be read: {value.Reason}. A save leaves it as it is.");
        }
    }
}
