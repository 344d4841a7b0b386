using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Gets the workers of a store: where they are, what they run, and whether they are gone.</summary>
[Cmdlet(VerbsCommon.Get, "MarianneWorker", HelpUri = HelpPage.Folder + "Get-MarianneWorker.md")]
[OutputType(typeof(Worker))]
public sealed class GetMarianneWorkerCommand : JobStoreCmdlet
{
    // A job that a worker has claimed, or a sheet of it, is Running.
    private static readonly JobQuery RunningJobs = new() { Statuses = [JobStatus.Running], WithSheets = false };

    /// <summary>
    /// Specifies the ids of the workers, which begin with the host and the process id. Wildcards are supported, and patterns are not
    /// case-sensitive. The default is all workers. Tab completion is available.
    /// </summary>
    /// <exception cref="MarianneException">
    /// WorkerNotFound: there is no worker with this id, and it has no wildcards. The other workers are returned.
    /// </exception>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(WorkerIdCompleter))]
    public string[]? Id { get; set; }

    private protected override void Process()
    {
        IReadOnlyList<Worker> workers = Wait(Jobs.ListWorkersAsync(StopToken));
        var wanted = new HashSet<Worker>(Id is null ? workers : [], ReferenceEqualityComparer.Instance);
        ForEach(Id ?? [], id => wanted.UnionWith(Find(workers, id)));
        if (wanted.Count == 0)
            return;

        ILookup<string, Claim> claims = LiveClaims().ToLookup(claim => claim.WorkerId!);
        foreach (Worker worker in workers.Where(wanted.Contains))
            WriteObject(worker with { Running = [.. claims[worker.Id].Select(claim => claim.ToString())] });
    }

    private static IEnumerable<Worker> Find(IReadOnlyList<Worker> workers, string id) => NameLookup.Find(
        id,
        exact => workers.FirstOrDefault(worker => worker.Id == exact),
        matches => workers.Where(worker => matches(worker.Id)),
        ClaimErrors.WorkerNotFound);

    private IEnumerable<Claim> LiveClaims() =>
        List(RunningJobs).SelectMany(job => Wait(Jobs.ListClaimsAsync(job.Id, StopToken))).Where(claim => claim.IsLive);
}
