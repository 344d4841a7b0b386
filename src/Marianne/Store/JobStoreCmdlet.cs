using System.Collections.Concurrent;
using Marianne.Jobs;
using Marianne.Working;

namespace Marianne.Commands;

/// <summary>Base class for cmdlets that work with jobs.</summary>
public abstract class JobStoreCmdlet : StoreCmdlet
{
    private const string NotChangedBySaving = "Saving the job does not change it.";

    private protected JobStoreCmdlet()
    {
    }

    /// <summary>The job store.</summary>
    private protected IJobStore Jobs => field ??= Connected.Jobs;

    /// <summary>Loads a job with its sheets.</summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    private protected Job Load(string id) => FindExact(id) ?? throw JobErrors.NotFound(id);

    /// <summary>Loads a job with its sheets, or returns <c>null</c> if it does not exist.</summary>
    private protected Job? FindExact(string id) => Wait(Jobs.LoadAsync(id, StopToken));

    /// <summary>Loads what a change of a job is checked against: its status, and no sheets.</summary>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist in the store.</exception>
    private protected Job LoadStatus(string id) => Wait(Jobs.LoadStatusAsync(id, StopToken)) ?? throw JobErrors.NotFound(id);

    /// <summary>Throws if a new job cannot be saved because the store has one with its id.</summary>
    private protected void CheckIsNew(string id)
    {
        if (Wait(Jobs.LoadStatusAsync(id, StopToken)) is not null)
            throw JobErrors.Exists(id);
    }

    /// <summary>
    /// Indicates whether the cmdlet reads each job on its own, so that a damaged one does not end it. The default is <c>false</c>.
    /// </summary>
    private protected virtual bool ContinuesAfterDamage => false;

    private protected override bool IsTerminating(MarianneException error) =>
        base.IsTerminating(error) && !(ContinuesAfterDamage && error.Error == MarianneError.StoreCorrupt);

    /// <summary>Lists jobs. Those that cannot be read are reported after the others.</summary>
    private protected IEnumerable<Job> List(JobQuery query)
    {
        var damaged = new ConcurrentQueue<MarianneException>();
        foreach (Job job in Read(Jobs.ListAsync(query with { OnDamage = damaged.Enqueue }, StopToken)))
            yield return job;

        while (damaged.TryDequeue(out MarianneException? error))
            WriteError(error.ToErrorRecord());
    }

    /// <summary>Gets the jobs that an id or a wildcard pattern selects.</summary>
    /// <exception cref="MarianneException">JobNotFound: the id does not exist and has no wildcards.</exception>
    private protected IEnumerable<Job> Find(string id) => NameLookup.Find(
        id,
        FindExact,
        matches => Read(Jobs.ListAsync(new JobQuery { Id = matches }, StopToken)),
        JobErrors.NotFound);

    /// <summary>Finds the sheets that no live worker can run. It reads the queue and the workers once.</summary>
    private protected MissingAbilities Missing =>
        field ??= new(Jobs, TimeProvider.System) { OwnInstruments = ScoreReaders.OwnInstruments };

    /// <summary>Writes a job, and warns about values that could not be read.</summary>
    private protected void WriteJob(Job job)
    {
        foreach (StoredObject damaged in job.FindDamaged())
            WarnOfUnreadable(damaged);
        WriteObject(job);
    }

    /// <summary>Writes a sheet, and warns about values that could not be read.</summary>
    private protected void WriteSheet(Sheet sheet)
    {
        WarnOfUnreadable(sheet);
        WriteObject(sheet);
    }

    /// <summary>Writes a recorded attempt, and warns about values that could not be read.</summary>
    private protected void WriteExecution(Execution execution)
    {
        WarnOfUnreadable(
            execution.Unreadable, $"the execution {execution.Id} of the job '{execution.JobId}'", NotChangedBySaving);
        WriteObject(execution);
    }

    /// <summary>Warns that a job was recovered because its runner process had died.</summary>
    private protected void WarnOfRecovery(string id, RunnerProcess? runner) =>
        WriteWarning(RecoveryText.RecoveryWarning(id, runner));

    private void WarnOfUnreadable(StoredObject stored) => WarnOfUnreadable(
        stored.Unreadable.Values,
        stored is Sheet sheet ? $"sheet {sheet.Number} of the job '{sheet.JobId}'" : $"the job '{stored}'",
        NotChangedBySaving);
}
