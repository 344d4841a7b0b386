namespace Marianne.Jobs;

/// <summary>
/// The claims of one job while the job is locked, and the rules by which they are taken, checked and given back. A store reads the
/// claims, and writes those that changed in the same transaction as the job.
/// </summary>
public sealed partial class JobClaims
{
    private const int OfJob = 0;

    private readonly IProcessList _processes;
    private readonly SortedDictionary<int, Claim> _claims = [];
    private readonly SortedDictionary<int, Claim?> _changes = [];

    /// <summary>Initializes a new instance.</summary>
    /// <param name="job">The job as it is stored.</param>
    /// <param name="claims">Its claims, also those that were given back. What is not asked for may be missing.</param>
    /// <param name="processes">The processes of this machine.</param>
    public JobClaims(Job job, IEnumerable<Claim> claims, IProcessList processes)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(processes);
        (Job, _processes) = (job, processes);
        foreach (Claim claim in claims)
            _claims.Add(claim.SheetNumber ?? OfJob, claim.Judged(processes));
        IsZombie = job.Status == JobStatus.Running && (OwnClaim is { IsHeld: true } held ? !held.IsLive : IsRunnerDead);
    }

    /// <summary>The job as it is stored.</summary>
    public Job Job { get; }

    /// <summary>Indicates whether the stored job is Running, although the run that made it so has certainly ended.</summary>
    public bool IsZombie { get; }

    /// <summary>
    /// The process whose run of the whole job ended without giving the claim back, because it died or did not renew its lease;
    /// <c>null</c> if there is none.
    /// </summary>
    public RunnerProcess? EndedRunner =>
        OwnClaim is { IsHeld: true, IsLive: false } ended ? ended.Process ?? Job.Runner
        : IsZombie ? Job.Runner
        : null;

    /// <summary>The claims that workers have, also those that have ended: the job's first, then those of sheets.</summary>
    public IReadOnlyList<Claim> Held => [.. _claims.Values.Where(claim => claim.IsHeld)];

    /// <summary>All claims that were read or have changed, also those that were given back.</summary>
    public IReadOnlyList<Claim> All => [.. _claims.Values];

    /// <summary>The claims that changed, by sheet number; 0 stands for the job. A claim is deleted if it is <c>null</c>.</summary>
    public IReadOnlyDictionary<int, Claim?> Changes => _changes;

    /// <summary>Returns the claim of a sheet, or <c>null</c> if it was never claimed.</summary>
    /// <param name="number">The sheet's number.</param>
    public Claim? Find(int number) => _claims.GetValueOrDefault(number);

    /// <summary>Throws if the claims do not allow a change of the job.</summary>
    /// <param name="update">The change.</param>
    /// <exception cref="MarianneException">LeaseLost: its token is not valid any more. JobIsPlayed: another worker runs the job.</exception>
    public void Check(JobUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (update.Token is { } token)
            Require(OfJob, token);
        else if (update is JobUpdate.Run)
            RequireUnclaimed();
    }

    /// <summary>Throws if the claims do not allow a change of a sheet.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="update">The change.</param>
    /// <exception cref="MarianneException">LeaseLost: its token is not valid any more. JobIsPlayed: another worker runs the sheet.</exception>
    public void Check(int number, SheetUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        if (update.Token is { } token)
        {
            Require(number, token);
            return;
        }

        string? session = update.Session?.Id;
        if (update is SheetUpdate.Start)
            RequireFree(OwnClaim, session);
        if (update is SheetUpdate.Start && session is not null)
            RequireNoOtherRunner();
        if (update is SheetUpdate.Start or SheetUpdate.Complete or SheetUpdate.Fail)
            RequireFree(Find(number), session);
    }

    /// <summary>Takes the claim of the whole job.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="inProgress">The numbers of the sheets that are in progress.</param>
    /// <param name="lease">The length of the lease.</param>
    /// <exception cref="MarianneException">JobIsPlayed: another worker runs the job or one of its sheets.</exception>
    public GrantedClaim Take(Worker worker, IEnumerable<int> inProgress, TimeSpan lease)
    {
        ArgumentNullException.ThrowIfNull(inProgress);
        RequireUnclaimed();
        RunnerProcess? former = EndedRunner;
        var takeovers = new Dictionary<int, int>();
        foreach (int number in former is null ? [] : inProgress)
            takeovers.Add(number, CountTakeover(number));
        Claim taken = Give(OfJob, worker, lease, _claims.GetValueOrDefault(OfJob)?.Takeovers ?? 0);
        return new GrantedClaim(Job.Id, null, taken.Token) { TakenFrom = former, Takeovers = takeovers };
    }

    /// <summary>
    /// Returns the change of the job with which a claim is given back: a job that is still Running under a claim of the whole job is
    /// paused. Returns <c>null</c> if it is not changed.
    /// </summary>
    /// <param name="token">The token of the claim.</param>
    /// <param name="message">The reason why the job is paused; <c>null</c> if there is none.</param>
    public JobUpdate? EndingOf(long token, string? message) =>
        Job.Status == JobStatus.Running && IsOfJob(token) ? new JobUpdate.Pause(message) : null;

    /// <summary>Gives a claim back, or returns <c>false</c> if the token is not valid.</summary>
    /// <param name="token">The token.</param>
    public bool Release(long token)
    {
        if (_claims.Values.FirstOrDefault(claim => claim.IsHeld && claim.Token == token) is not { } held)
            return false;

        GiveBack(held.SheetNumber ?? OfJob);
        return true;
    }

    /// <summary>Gives back every claim of a worker.</summary>
    /// <param name="workerId">The worker's id.</param>
    public void ReleaseAll(string workerId)
    {
        foreach (Claim claim in _claims.Values.Where(claim => claim.WorkerId == workerId).ToArray())
            GiveBack(claim.SheetNumber ?? OfJob);
    }

    private bool IsOfJob(long token) => _claims.GetValueOrDefault(OfJob) is { IsHeld: true } claim && claim.Token == token;

    /// <summary>
    /// Follows a change of the job: one by which its run ends it, or leaves it to all workers, gives the claim back, and so does a
    /// recovery.
    /// </summary>
    /// <param name="update">The change.</param>
    public void Follow(JobUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        bool isEnd = update is JobUpdate.Pause or JobUpdate.Cancel or JobUpdate.Fail or JobUpdate.Complete && update.Token is not null;
        bool isLeft = update is JobUpdate.Run { Runner: null, Token: not null };
        bool isRecovery = update is JobUpdate.Recover && IsZombie;
        if ((isEnd || isLeft || isRecovery) && _claims.GetValueOrDefault(OfJob) is { IsHeld: true })
            GiveBack(OfJob);
    }

    /// <summary>
    /// Follows a change of a sheet: a session that starts a sheet takes the claim of the job, and gives it back with its last sheet; a
    /// sheet that ends gives its own back. Returns the token of the session.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="update">The change.</param>
    /// <param name="hasOthersInProgress">Determines whether other sheets are in progress. It is called only if the answer is needed.</param>
    public long? Follow(int number, SheetUpdate update, Func<bool> hasOthersInProgress)
    {
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(hasOthersInProgress);
        if (update is SheetUpdate.Start)
            return update.Session is { } session ? TakeFor(session) : null;
        if (update is SheetUpdate.Measure)
            return null;

        EndWork(number, update);
        bool isLast = update is not SheetUpdate.Wait && update.Session is { } owner && OwnClaim?.WorkerId == owner.Id;
        if (isLast && !hasOthersInProgress())
            GiveBack(OfJob);
        return null;
    }

    /// <summary>A Running job without a claim is run by another implementation, or by an earlier version.</summary>
    private bool IsRunByOther => Job is { Status: JobStatus.Running, Runner: not null }
        && OwnClaim is null && !IsRunnerDead && !_processes.Current.IsNamedBy(Job.Runner);

    /// <summary>The claim of the whole job, unless another implementation has made another process the runner since.</summary>
    private Claim? OwnClaim => _claims.GetValueOrDefault(OfJob) is { } claim
        && (claim.Process is null || Job.Runner is null || Job.Runner.Pid == claim.Process.Pid)
            ? claim
            : null;

    private bool IsRunnerDead => Job.Runner is { } runner && _processes.Examine(runner) == ProcessState.Dead;

    private long TakeFor(Worker session)
    {
        if (OwnClaim is { } claim && claim.WorkerId == session.Id)
            return claim.Token;
        return Give(OfJob, session, Lease.Length, 0).Token;
    }

    /// <summary>What ends by itself was not ended by the death of its worker.</summary>
    private void EndWork(int number, SheetUpdate update)
    {
        if (Find(number) is not { } claim)
            return;
        if (update is not SheetUpdate.Interrupt)
            Put(number, claim with { Takeovers = 0 });
        if (update is not SheetUpdate.Wait)
            GiveBack(number);
    }

    private int CountTakeover(int number)
    {
        Claim claim = Find(number) ?? new Claim(Job.Id, number, 0);
        Put(number, claim with { WorkerId = null, Process = null, Takeovers = claim.Takeovers + 1 });
        return claim.Takeovers + 1;
    }

    private Claim Give(int number, Worker worker, TimeSpan lease, int takeovers)
    {
        long former = _claims.GetValueOrDefault(number)?.Token ?? 0;
        var claim = new Claim(Job.Id, number == OfJob ? null : number, ClaimToken.After(former))
        {
            WorkerId = worker.Id,
            Process = worker.Process,
            Remaining = lease,
            Takeovers = takeovers,
            IsLive = true,
        };
        Put(number, claim);
        return claim;
    }

    /// <summary>The claim of a job stays, given back: without one, a Running job belongs to another implementation.</summary>
    private void GiveBack(int number)
    {
        Claim claim = _claims[number];
        if (number != OfJob && claim.Takeovers == 0)
        {
            _claims.Remove(number);
            _changes[number] = null;
            return;
        }

        Put(number, claim with { WorkerId = null, Process = null, Remaining = TimeSpan.Zero, IsLive = false });
    }

    private void Put(int number, Claim claim) => _changes[number] = _claims[number] = claim;

    private void Require(int number, long token)
    {
        bool isValid = IsOfJob(token) || (number != OfJob && Find(number) is { IsHeld: true } claim && claim.Token == token);
        if (!isValid)
            throw ClaimErrors.Lost(Job.Id);
    }

    private void RequireUnclaimed()
    {
        foreach (Claim claim in _claims.Values)
            RequireFree(claim.SheetNumber is null ? OwnClaim : claim, null);
        RequireNoOtherRunner();
    }

    private void RequireFree(Claim? claim, string? session)
    {
        if (claim is { IsLive: true } && claim.WorkerId != session)
            throw ClaimErrors.Claimed(Job, claim.Process);
    }

    private void RequireNoOtherRunner()
    {
        if (IsRunByOther)
            throw JobErrors.AlreadyRunning(Job, Job.Runner!);
    }
}
