using Marianne.Jobs;
using Marianne.Storage.Sqlite;

namespace Marianne.Storage.Relational;

/// <summary>Changes jobs, each time inside a write transaction that the caller started.</summary>
internal sealed class JobWriter(JobQueries jobs, ClaimQueries queries, ClaimTable claims, WorkerTable workers, TimeProvider time)
{
    /// <summary>
    /// Writes the changes of a job, or all of it if the store has another version. Returns the time of the save.
    /// </summary>
    public async ValueTask<DateTimeOffset> SaveAsync(SqlSession session, Job job, SaveMode mode)
    {
        (DateTimeOffset UpdatedAt, int LastCompletedSheet)? version =
            await JobQueries.VersionAsync(session, job.Id).ConfigureAwait(false);
        DateTimeOffset? stored = version?.UpdatedAt;
        SaveConflictCheck.Check(job, stored, mode);
        SaveConflictCheck.KeepHighWaterMark(job, version?.LastCompletedSheet ?? 0);

        Job next = job.CopyHeader();
        next.SetUpdatedAt(SaveConflictCheck.UpdatedAt(job, stored, mode, time.GetUtcNow()));
        await JobTable.WriteAsync(session, next, isNew: version is null).ConfigureAwait(false);

        bool isWhole = SaveConflictCheck.WritesWhole(job, stored);
        await TagTable.WriteAsync(session, job, isWhole).ConfigureAwait(false);
        if (isWhole)
            await OriginTable.WriteAsync(session, job).ConfigureAwait(false);
        foreach (Sheet sheet in isWhole ? job.Sheets.Known : job.Sheets.Changed)
            await SheetTable.WriteAsync(session, sheet, isWhole, keepsStatus: !isWhole && !sheet.StatusChanged).ConfigureAwait(false);

        return next.UpdatedAt;
    }

    /// <summary>
    /// Writes a new job and gives it the key of its score. Returns the time of the save, or the id of the unfinished job that keeps
    /// the key.
    /// </summary>
    public async ValueTask<(string? Holder, DateTimeOffset CreatedAt)> CreateAsync(
        SqlSession session, Job job, JobKey key, Func<Job, bool> keepsKey)
    {
        string holder = await JobKeyTable.TakeAsync(session, key, job.Id).ConfigureAwait(false);
        if (holder != job.Id)
        {
            // In a statement of its own, which sees what another transaction committed while this one waited for the key.
            Job? other = await jobs.HeaderAsync(session, holder).ConfigureAwait(false);
            if (other is not null && UnfinishedJobs.Statuses.Contains(other.Status) && keepsKey(other))
                return (holder, default);
            await JobKeyTable.MoveAsync(session, key, job.Id).ConfigureAwait(false);
        }

        return (null, await SaveAsync(session, job, SaveMode.IfUnchanged).ConfigureAwait(false));
    }

    /// <summary>
    /// Writes a job of another store with everything that belongs to it. Returns the time of its last save.
    /// </summary>
    /// <exception cref="MarianneException">The store has the job, and it is not to be replaced.</exception>
    public async ValueTask<DateTimeOffset> ImportAsync(SqlSession session, Job job, JobSpool spool, bool replace)
    {
        if (!replace && await JobQueries.ExistsAsync(session, job.Id).ConfigureAwait(false))
            throw JobErrors.Exists(job.Id);

        await JobTable.DeleteAsync(session, job.Id).ConfigureAwait(false);
        DateTimeOffset updatedAt = await SaveAsync(session, job, SaveMode.Import).ConfigureAwait(false);
        foreach (Execution execution in spool.ReadExecutions())
            await AttemptTable.AddAsync(session, execution).ConfigureAwait(false);
        await FiguresTable.AddAsync(session, job.Id, spool.Figures).ConfigureAwait(false);
        foreach (IReadOnlyList<SheetOutput> outputs in spool.ReadOutputs())
            await OutputTable.WriteAsync(session, job.Sheets[outputs[0].SheetNumber - 1], outputs).ConfigureAwait(false);
        foreach (SheetApproval approval in spool.ReadApprovals())
            await ApprovalTable.WriteAsync(session, approval).ConfigureAwait(false);
        foreach ((int? sheetNumber, IReadOnlyList<ReadOnlyMemory<byte>> content) in spool.ReadHistories())
            await AttachedHistoryTable.WriteAsync(session, job.Id, sheetNumber, content).ConfigureAwait(false);
        return updatedAt;
    }

    /// <summary>Changes one sheet without reading or writing the others.</summary>
    public async ValueTask<SheetUpdateResult> UpdateSheetAsync(SqlSession session, string id, int number, SheetUpdate update)
    {
        List<Claim> found = [];
        bool othersFinished = false;
        Job job = await jobs.RequireLockedAsync(session, id, number, PostAsync).ConfigureAwait(false);
        JobClaims ofJob = claims.Of(job, found);
        ofJob.Check(number, update);
        Sheet? stored = job.Sheets.Find(number);
        if (update is SheetUpdate.Expand)
            await JobQueries.ReadSheetsWithItemsAsync(session, job).ConfigureAwait(false);
        SheetUpdateResult result = SheetTransitions.Apply(
            job, job.Sheets.Find(number) ?? job.Sheets.Unstored(number), update, () => othersFinished, ofJob.IsZombie, Now());
        JobValidator.Check(result.Sheet);
        await SheetTable.UpdateAsync(session, stored, result.Sheet).ConfigureAwait(false);
        if (update is SheetUpdate.Complete { Outputs: var outputs })
            await OutputTable.WriteAsync(session, result.Sheet, outputs).ConfigureAwait(false);
        await ApprovalTable.FollowAsync(session, result.Sheet, update).ConfigureAwait(false);
        foreach (Sheet item in update is SheetUpdate.Expand ? result.Job.Sheets.Changed.Where(sheet => sheet.Number != number) : [])
            await SheetTable.WriteAsync(session, item, isWhole: false).ConfigureAwait(false);
        Execution? recorded = update.Attempt is { } attempt
            ? await AttemptTable.AddAsync(session, attempt).ConfigureAwait(false)
            : null;
        await UpdateAsync(session, job, result.Job, JobColumns.Slim).ConfigureAwait(false);
        return result with { Attempt = recorded, Token = await FollowAsync(session, ofJob, number, update).ConfigureAwait(false) };

        async ValueTask PostAsync()
        {
            await claims.PostAsync(session, id, found, number).ConfigureAwait(false);
            if (update is SheetUpdate.Complete or SheetUpdate.Skip && !update.LeavesJobRunning)
            {
                await JobQueries.PostOthersFinishedAsync(session, id, number, finished => othersFinished = finished)
                    .ConfigureAwait(false);
            }
        }
    }

    /// <summary>Answers the approval that a sheet waits for.</summary>
    public async ValueTask<ApprovalResult> AnswerAsync(SqlSession session, string id, int number, ApprovalAnswer? answer)
    {
        Job? found = null;
        await jobs.PostAsync(session, id, JobColumns.All, session.Dialect.LockJob, job => found = job).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        Job stored = found ?? throw JobErrors.NotFound(id);
        await JobQueries.ReadSheetsAsync(session, stored).ConfigureAwait(false);
        SheetApproval? last = await ApprovalTable.LastAsync(session, id, number).ConfigureAwait(false);
        bool isQueued = await QueueTable.HasAsync(session, id).ConfigureAwait(false);
        ApprovalResult result = ApprovalTransitions.Answer(stored, number, last, answer, isQueued, Now());
        if (result.Job == stored)
            return result;

        foreach (Sheet sheet in result.Job.Sheets.Changed)
            await SheetTable.WriteAsync(session, sheet, isWhole: false).ConfigureAwait(false);
        await ApprovalTable.WriteAsync(session, result.Approval).ConfigureAwait(false);
        await UpdateAsync(session, stored, result.Job, JobColumns.All).ConfigureAwait(false);
        return result;
    }

    /// <summary>Takes and gives back the claims that follow a change of a sheet. Returns the token of its session.</summary>
    private async ValueTask<long?> FollowAsync(SqlSession session, JobClaims ofJob, int number, SheetUpdate update)
    {
        bool isSession = update.Session is not null;
        bool othersInProgress = isSession
            && (await JobQueries.SheetsInProgressAsync(session, ofJob.Job.Id).ConfigureAwait(false)).Any(other => other != number);
        long? token = ofJob.Follow(number, update, () => othersInProgress);
        if (update is SheetUpdate.Start && update.Session is { } owner)
            await workers.EnsureAsync(session, owner).ConfigureAwait(false);
        await claims.WriteAsync(session, ofJob).ConfigureAwait(false);
        return token;
    }

    /// <summary>Changes a job.</summary>
    public async ValueTask<Job> UpdateAsync(SqlSession session, string id, JobUpdate update)
    {
        JobClaims ofJob = await queries.RequireAsync(session, id).ConfigureAwait(false);
        ofJob.Check(update);
        Job next = await ChangeAsync(session, ofJob, update).ConfigureAwait(false);
        ofJob.Follow(update);
        await claims.WriteAsync(session, ofJob).ConfigureAwait(false);
        return next;
    }

    /// <summary>Changes a job whose claims allow it: its row, and the sheets that the change concerns.</summary>
    public async ValueTask<Job> ChangeAsync(SqlSession session, JobClaims ofJob, JobUpdate update)
    {
        Job job = ofJob.Job;
        if (update is JobUpdate.Run { ChangesSheets: true })
            await JobQueries.ReadSheetsAsync(session, job).ConfigureAwait(false);
        bool allFinished = update is JobUpdate.Complete complete
            && await JobQueries.EndedSheetsAsync(session, job, complete.AllowedFailures).ConfigureAwait(false) == job.TotalSheets;
        Job next = JobTransitions.Apply(job, update, ofJob.IsZombie, update.At ?? Now(), () => allFinished);
        if (next.IsChanged)
        {
            foreach (Sheet sheet in next.Sheets.Changed)
                await SheetTable.WriteAsync(session, sheet, isWhole: false).ConfigureAwait(false);
            await UpdateAsync(session, job, next, JobColumns.WithoutClaim).ConfigureAwait(false);
            if (update.History is { } history)
                await AttachedHistoryTable.WriteAsync(session, job.Id, sheetNumber: null, history).ConfigureAwait(false);
        }

        return next;
    }

    /// <summary>Returns the current time in the precision of the store, so that the result equals what is read later.</summary>
    private DateTimeOffset Now() => StoredTime.Truncate(time.GetUtcNow());

    private async ValueTask UpdateAsync(SqlSession session, Job before, Job after, JobColumns what)
    {
        after.SetUpdatedAt(StoredTime.After(before.UpdatedAt, Now()));
        await JobTable.UpdateAsync(session, before, after, what).ConfigureAwait(false);
        await TagTable.WriteAsync(session, after, isWhole: false).ConfigureAwait(false);
        after.AcceptAll(after.UpdatedAt);
    }
}
