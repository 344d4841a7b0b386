using System.Collections.Concurrent;
using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>
/// The claims by which a run changes its job: one of the whole job, or one of each sheet that it runs while other processes run other
/// sheets. It can be used by several threads.
/// </summary>
internal sealed class RunClaims
{
    private readonly ConcurrentDictionary<int, SheetClaim> _sheets = [];
    private readonly HeldClaim? _job;

    private RunClaims(RunnerProcess? runner, HeldClaim? job) => (Runner, _job) = (runner, job);

    /// <summary>The process that runs the whole job; <c>null</c> if several processes run its sheets.</summary>
    public RunnerProcess? Runner { get; }

    /// <summary>Indicates whether other processes run other sheets of the job.</summary>
    public bool AreOfSheets => _job is null;

    /// <summary>The token of the claim of the whole job; <c>null</c> if the claims are of sheets.</summary>
    public long? OfJob => _job?.Token;

    /// <summary>The process from which the whole job was taken over; <c>null</c> if it was not.</summary>
    public RunnerProcess? TakenFrom => _job?.Granted.TakenFrom;

    /// <summary>Creates the claims of a run of a whole job.</summary>
    /// <param name="runner">This process.</param>
    /// <param name="claim">The claim of the job.</param>
    public static RunClaims OfWholeJob(RunnerProcess runner, HeldClaim claim) => new(runner, claim);

    /// <summary>Creates the claims of a run of some sheets. There are none yet.</summary>
    public static RunClaims OfSheets() => new(null, null);

    /// <summary>Adds the claim of a sheet.</summary>
    /// <param name="claim">The claim.</param>
    public void Add(SheetClaim claim) => _sheets[claim.Number] = claim;

    /// <summary>Removes the claim of a sheet.</summary>
    /// <param name="claim">The claim.</param>
    public void Remove(SheetClaim claim) => _sheets.TryRemove(KeyValuePair.Create(claim.Number, claim));

    /// <summary>Returns the claim of a sheet; <c>null</c> if the whole job is claimed.</summary>
    /// <param name="number">The sheet's number.</param>
    public SheetClaim? OfSheet(int number) => _sheets.GetValueOrDefault(number);

    /// <summary>Returns the token that a change of a sheet carries.</summary>
    /// <param name="number">The sheet's number.</param>
    public long? TokenOf(int number) => OfJob ?? OfSheet(number)?.Granted.Token;

    /// <summary>Returns how often a sheet that was in progress has been taken over from a run that died.</summary>
    /// <param name="number">The sheet's number.</param>
    public int TakeoversOf(int number) => (_job?.Granted ?? OfSheet(number)?.Granted)?.Takeovers.GetValueOrDefault(number) ?? 0;

    /// <summary>Determines whether this run may run sheets of a stored job.</summary>
    /// <param name="job">The job as it is stored.</param>
    public bool Allow(Job job) =>
        job.Status == JobStatus.Running && (Runner is null ? job.Runner is null : Runner.IsNamedBy(job.Runner));

    /// <summary>Forgets the claim of the whole job: the store has given it back with the end of the run.</summary>
    public void Forget() => _job?.Forget();
}
