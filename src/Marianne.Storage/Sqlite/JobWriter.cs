using Marianne.Jobs;

namespace Marianne.Storage.Sqlite;

/// <summary>Changes jobs, each time inside a write transaction that the caller started.</summary>
internal sealed class JobWriter(JobQueries jobs, TimeProvider time)
{
    /// <summary>
    /// Writes the changes of a job, or all of it if the file has another version. Returns the time of the save.
    /// </summary>
    public DateTimeOffset Save(SqliteSession session, Job job, SaveMode mode)
    {
        (DateTimeOffset UpdatedAt, int LastCompletedSheet)? version = JobQueries.Version(session, job.Id);
        DateTimeOffset? stored = version?.UpdatedAt;
        SaveConflictCheck.Check(job, stored, mode);
        SaveConflictCheck.KeepHighWaterMark(job, version?.LastCompletedSheet ?? 0);

        Job next = job.CopyHeader();
        next.SetUpdatedAt(SaveConflictCheck.UpdatedAt(job, stored, mode, time.GetUtcNow()));
        JobTable.Write(session, next);

        bool isWhole = SaveConflictCheck.WritesWhole(job, stored);
        TagTable.Write(session, job, isWhole);
        foreach (Sheet sheet in isWhole ? job.Sheets.Known : job.Sheets.Changed)
            SheetTable.Write(session, sheet, isWhole);

        return next.UpdatedAt;
    }

    /// <summary>
    /// Writes a job of another store with everything that belongs to it. Returns the time of its last save.
    /// </summary>
    /// <exception cref="MarianneException">The file has the job, and it is not to be replaced.</exception>
    public DateTimeOffset Import(SqliteSession session, Job job, JobSpool spool, bool replace)
    {
        if (!replace && JobQueries.Exists(session, job.Id))
            throw JobErrors.Exists(job.Id);

        JobTable.Delete(session, job.Id);
        DateTimeOffset updatedAt = Save(session, job, SaveMode.Import);
        foreach (Execution execution in spool.ReadExecutions())
            AttemptTable.Add(session, execution);
        foreach ((int? sheetNumber, IReadOnlyList<ReadOnlyMemory<byte>> content) in spool.ReadHistories())
            AttachedHistoryTable.Write(session, job.Id, sheetNumber, content);
        return updatedAt;
    }

    /// <summary>Changes one sheet without reading or writing the others.</summary>
    public SheetUpdateResult UpdateSheet(SqliteSession session, string id, int number, SheetUpdate update)
    {
        Job job = jobs.RequireSlim(session, id);
        SheetTransitions.CheckNumber(job, number);
        JobQueries.ReadSheet(session, job, number);

        SheetUpdateResult result = SheetTransitions.Apply(
            job, job.Sheets[number - 1], update, OthersFinished, job.IsZombie, Now());
        JobValidator.Check(result.Sheet);
        SheetTable.Write(session, result.Sheet, isWhole: false);
        Execution? recorded = update.Attempt is { } attempt ? AttemptTable.Add(session, attempt) : null;
        Write(session, result.Job, job.UpdatedAt, isSlim: true);
        return result with { Attempt = recorded };

        // The last sheet usually finishes last. Until it has, the others need not be counted.
        bool OthersFinished() =>
            (number == job.TotalSheets || JobQueries.FinishedSheets(session, job, job.TotalSheets, number) == 1)
            && JobQueries.FinishedSheets(session, job, 1, number) == job.TotalSheets - 1;
    }

    /// <summary>Changes only a job's row.</summary>
    public Job Update(SqliteSession session, string id, JobUpdate update)
    {
        Job job = jobs.RequireHeader(session, id);
        Job next = JobTransitions.Apply(
            job, update, job.IsZombie, update.At ?? Now(), AllFinished);
        if (next.IsChanged)
        {
            Write(session, next, job.UpdatedAt);
            if (update.History is { } history)
                AttachedHistoryTable.Write(session, id, sheetNumber: null, history);
        }

        return next;

        bool AllFinished() => JobQueries.FinishedSheets(session, job, 1, except: null) == job.TotalSheets;
    }

    /// <summary>Returns the current time in the precision of the file, so that the result equals what is read later.</summary>
    private DateTimeOffset Now() => StoredTime.Truncate(time.GetUtcNow());

    private void Write(SqliteSession session, Job job, DateTimeOffset previous, bool isSlim = false)
    {
        job.SetUpdatedAt(StoredTime.After(previous, Now()));
        JobTable.Write(session, job, isSlim);
        TagTable.Write(session, job, isWhole: false);
        job.AcceptAll(job.UpdatedAt);
    }
}
