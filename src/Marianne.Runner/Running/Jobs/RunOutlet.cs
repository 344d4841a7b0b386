using Marianne.History;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Secrets;
using Marianne.Waits;

namespace Marianne.Running;

/// <summary>
/// Everything that leaves a run goes through this class: changes of the job and its sheets, attempts, histories, learning
/// records and events. It takes only redacted values, and no other class of the runner can write.
/// </summary>
/// <param name="jobs">The job store.</param>
/// <param name="learning">The learning store.</param>
/// <param name="announce">Receives the events; <c>null</c> if there are none.</param>
/// <param name="examineSlot">Determines whether what runs in the slot of a limit still runs; <c>null</c> if that is not known.</param>
internal sealed class RunOutlet(
    IJobStore jobs,
    ILearningStore learning,
    Action<JobEvent>? announce = null,
    Func<SlotHolder, ProcessState>? examineSlot = null)
{
    private readonly object _announcing = new(); // Several runs may share an outlet.

    /// <summary>
    /// Saves a new job, unless there is an unfinished one of its score. The job holds only its score, which is stored as it was
    /// written.
    /// </summary>
    /// <param name="draft">The new job.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The id of the unfinished job; <c>null</c> if the new job was saved.</returns>
    public async ValueTask<string?> CreateAsync(PreparedJob draft, CancellationToken cancellationToken)
    {
        if (draft.Original is { } original)
        {
            await new ForkCopy(jobs).WriteAsync(draft.Job, original, cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (draft.Job.RunId is not null)
            return await CreateRunAsync(draft.Job, cancellationToken).ConfigureAwait(false);

        JobKey key = JobKey.Of(draft.Score.Name, draft.Score.WorkspacePath);
        return await jobs.CreateAsync(
            draft.Job, key, other => !draft.Request.Restart && JobOfScore.HasKey(other, key), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Saves the job of a run, whose id follows from that of the run. Returns the id if another process has saved it.</summary>
    private async ValueTask<string?> CreateRunAsync(Job job, CancellationToken cancellationToken)
    {
        try
        {
            await jobs.SaveAsync(job, SaveMode.IfUnchanged, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (MarianneException error) when (error.Error == MarianneError.JobExists)
        {
            return job.Id;
        }
    }

    /// <summary>Notes that jobs of the store have rules by which their history is cleared.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public ValueTask NoteOwnRulesAsync(CancellationToken cancellationToken) => jobs.NoteOwnRulesAsync(cancellationToken);

    /// <summary>Lets workers claim the sheets of a job.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="priority">The priority: a job with a higher one goes first.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public ValueTask QueueAsync(string jobId, int priority, CancellationToken cancellationToken) =>
        jobs.QueueAsync(jobId, priority, cancellationToken);

    /// <summary>Claims a job, and makes it Running.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="worker">The worker that claims it.</param>
    /// <param name="update">The change.</param>
    public ValueTask<GrantedClaim> ClaimAsync(string jobId, Worker worker, Redacted<JobUpdate.Run> update) =>
        jobs.ClaimJobAsync(jobId, worker, update.Value, Lease.Length, CancellationToken.None);

    /// <summary>Changes a job.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="update">The change.</param>
    /// <param name="history">The execution history to attach in the same step, or <c>null</c> to keep the attached one.</param>
    public ValueTask<Job> UpdateAsync(
        string jobId, Redacted<JobUpdate> update, Redacted<ExecutionHistory>? history = null)
    {
        JobUpdate change = history is null ? update.Value : update.Value with { History = RunHistory.Export(history.Value) };
        return jobs.UpdateAsync(jobId, change, CancellationToken.None);
    }

    /// <summary>Changes a sheet, and records the attempt that ends with the change.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="update">The change.</param>
    public ValueTask<SheetUpdateResult> UpdateSheetAsync(string jobId, int number, Redacted<SheetUpdate> update) =>
        jobs.UpdateSheetAsync(jobId, number, update.Value, CancellationToken.None);

    /// <summary>Applies the timeout of an approval. It writes nothing but the default of the score.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number.</param>
    public ValueTask<ApprovalResult> SettleApprovalAsync(string jobId, int number) =>
        jobs.AnswerAsync(jobId, number, answer: null, CancellationToken.None);

    /// <summary>Attaches an execution history to a job.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="history">The history.</param>
    public ValueTask AttachHistoryAsync(string jobId, Redacted<ExecutionHistory> history) =>
        new AttachedHistories(jobs).SaveAsync(jobId, null, history.Value, CancellationToken.None);

    /// <summary>Opens the execution history of a job, or returns <c>null</c> if it has none.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public ValueTask<Stream?> OpenHistoryAsync(string jobId, CancellationToken cancellationToken) =>
        jobs.OpenHistoryAsync(jobId, null, cancellationToken);

    /// <summary>Announces an event.</summary>
    /// <param name="jobEvent">The event.</param>
    public void Announce(Redacted<JobEvent> jobEvent)
    {
        lock (_announcing)
            announce?.Invoke(jobEvent.Value);
    }

    /// <summary>Records the outcomes of sheets, all of them or none.</summary>
    /// <param name="reports">The outcomes.</param>
    public ValueTask<IReadOnlyList<LearnedOutcome>> RecordOutcomesAsync(IEnumerable<Redacted<OutcomeReport>> reports) =>
        learning.RecordOutcomesAsync([.. reports.Select(report => report.Value)], CancellationToken.None);

    /// <summary>Records what an attempt after a wait says.</summary>
    /// <param name="recovery">What it says.</param>
    public ValueTask<IReadOnlyList<LearnedRecovery>> RecordRecoveryAsync(Redacted<LearnedRecovery> recovery) =>
        learning.RecordRecoveriesAsync([recovery.Value], CancellationToken.None);

    /// <summary>Records a rate limit for other sheets and jobs.</summary>
    /// <param name="limit">The limit.</param>
    public ValueTask<LearnedRateLimit> RecordRateLimitAsync(Redacted<LearnedRateLimit> limit) =>
        learning.RecordRateLimitAsync(limit.Value, CancellationToken.None);

    /// <summary>Returns a circuit breaker. It writes nothing but its name and its state.</summary>
    /// <param name="name">The name.</param>
    /// <param name="options">The options of the score.</param>
    /// <param name="time">The clock.</param>
    public SharedCircuitBreaker BreakerOf(Redacted<string> name, CircuitBreakerOptions options, TimeProvider time) =>
        new(learning, name.Value, options, time);

    /// <summary>Takes a slot for an attempt, or a place in the queue.</summary>
    /// <param name="request">The request.</param>
    public ValueTask<SlotDecision> TakeSlotAsync(Redacted<SlotRequest> request) =>
        learning.TakeSlotAsync(request.Value, examineSlot ?? (_ => ProcessState.Unknown), CancellationToken.None);

    /// <summary>Renews slots.</summary>
    /// <param name="slots">The slots.</param>
    public ValueTask RenewSlotsAsync(Redacted<SlotRequest[]> slots) => learning.RenewSlotsAsync(slots.Value, CancellationToken.None);

    /// <summary>Returns a slot, or leaves the queue.</summary>
    /// <param name="token">Identifies the attempt.</param>
    public ValueTask<bool> ReturnSlotAsync(string token) => learning.ReturnSlotAsync(token, CancellationToken.None);

    /// <summary>Retrieves the most recent attempts after an error.</summary>
    /// <param name="scope">Which attempts to retrieve.</param>
    public ValueTask<WaitHistory> GetWaitHistoryAsync(WaitScope scope) =>
        learning.GetWaitHistoryAsync(scope.ErrorCode, scope.Model, scope.Service, CancellationToken.None);

    /// <summary>Retrieves the most recent successful attempts after an error.</summary>
    /// <param name="scope">Which attempts to retrieve.</param>
    public async ValueTask<WaitHistory> GetSuccessesAsync(WaitScope scope) => WaitHistory.Empty with
    {
        Successes = await learning.GetWaitSamplesAsync(scope.ErrorCode, scope.Model, CancellationToken.None).ConfigureAwait(false),
    };

    /// <summary>Lists the rate limits that are in force.</summary>
    public ValueTask<IReadOnlyList<LearnedRateLimit>> ListRateLimitsAsync() =>
        learning.ListRateLimitsAsync(null, null, CancellationToken.None);

    /// <summary>Determines whether a rate limit is still in the store.</summary>
    /// <param name="id">Its id.</param>
    public ValueTask<bool> HasRateLimitAsync(string id) => learning.HasRateLimitAsync(id, CancellationToken.None);

    /// <summary>Returns the time of the newest outcome that was cleared; <c>null</c> if none was.</summary>
    public ValueTask<DateTimeOffset?> GetClearedUntilAsync() => learning.GetClearedUntilAsync(CancellationToken.None);

    /// <summary>Lists learned outcomes, the newest first.</summary>
    /// <param name="query">Which outcomes to list.</param>
    public IAsyncEnumerable<LearnedOutcome> ListOutcomesAsync(OutcomeQuery query) =>
        learning.ListOutcomesAsync(query, CancellationToken.None);
}
