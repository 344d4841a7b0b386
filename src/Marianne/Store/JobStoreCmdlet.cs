using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>What every cmdlet that reads or changes jobs shares: the jobs, and the warnings about what of them cannot be read.</summary>
public abstract class JobStoreCmdlet : StoreCmdlet
{
    private protected JobStoreCmdlet()
    {
    }

    /// <summary>The jobs of the store.</summary>
    private protected IJobStore Jobs => field ??= Connected.Jobs;

    /// <summary>The job of an id with its sheets.</summary>
    /// <exception cref="MarianneException">There is none.</exception>
    private protected Job Load(string id) => Wait(Jobs.LoadAsync(id, StopToken)) ?? throw JobErrors.NotFound(id);

    /// <summary>The job of an id of a Get- cmdlet, in which wildcards may be escaped.</summary>
    private protected Job? FindExactly(string id)
    {
        string unescaped = WildcardPattern.Unescape(id);
        return Wait(Jobs.LoadAsync(id, StopToken))
            ?? (unescaped == id ? null : Wait(Jobs.LoadAsync(unescaped, StopToken)));
    }

    /// <summary>The jobs that an id of a Get- cmdlet means: exactly this one, else those that fit it as a wildcard.</summary>
    /// <exception cref="MarianneException">There is none, and it has no wildcards.</exception>
    private protected IEnumerable<Job> Find(string id)
    {
        if (FindExactly(id) is { } job)
            return [job];
        return WildcardPattern.ContainsWildcardCharacters(id)
            ? Read(Jobs.ListAsync(new JobQuery { Id = Wildcards.Any([id]) }, StopToken))
            : throw JobErrors.NotFound(id);
    }

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

    /// <summary>Writes a recorded attempt, and warns of what of it could not be read.</summary>
    private protected void WriteExecution(Execution execution)
    {
        foreach (UnreadableValue value in execution.Unreadable)
            WarnOfUnreadable(value, $"the execution {execution.Id} of the job '{execution.JobId}'");
        WriteObject(execution);
    }

    /// <summary>Warns that a job was recovered from a process that was killed.</summary>
    private protected void WarnOfRecovery(string id, RunnerProcess? runner) => WriteWarning(ZombieDetector.RecoveryWarning(id, runner));

    private void WarnOfUnreadable(StoredObject stored)
    {
        foreach (UnreadableValue value in stored.Unreadable.Values)
        {
            WarnOfUnreadable(
                value,
                stored is Sheet sheet ? $"sheet {sheet.Number} of the job '{sheet.JobId}'" : $"the job '{stored}'");
        }
    }

    private void WarnOfUnreadable(UnreadableValue value, string owner) => WriteWarning(
        $"{value.Column} of {owner} could not be read: {value.Reason}. A save leaves it as it is.");
}
