namespace Marianne.Jobs;

/// <summary>The transitions between the states of a job. They are pure functions: their arguments are not changed.</summary>
public static class JobTransitions
{
    /// <summary>Applies an update to a job and returns the result.</summary>
    /// <param name="job">The job before the update.</param>
    /// <param name="update">The update.</param>
    /// <param name="isZombie">Indicates whether the job's runner process is dead.</param>
    /// <param name="now">The current time.</param>
    /// <param name="allFinished">
    /// Determines whether every sheet has ended as a completed job needs it, for a store that has not read the sheets. It is called only if
    /// the answer is needed. The default is to look at the sheets of <paramref name="job"/>.
    /// </param>
    /// <exception cref="MarianneException">The status of the job does not allow the update.</exception>
    public static Job Apply(Job job, JobUpdate update, bool isZombie, DateTimeOffset now, Func<bool>? allFinished = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(update);

        return update switch
        {
            JobUpdate.Run run => Run(MayRun(job, run) ? job : Unfinished(job, "run"), run, isZombie),
            JobUpdate.Pause pause => Pause(Unfinished(job, "paused"), pause.Message),
            JobUpdate.Resume resume => Resume(job, resume),
            JobUpdate.Cancel => Cancel(job),
            JobUpdate.Fail fail => Fail(Unfinished(job, "failed"), fail.Message, now),
            JobUpdate.Complete complete => Complete(Unfinished(job, "completed"), complete, allFinished, now),
            JobUpdate.Recover => isZombie ? Recover(job) : job,
            _ => throw new ArgumentOutOfRangeException(nameof(update)),
        };
    }

    /// <summary>Returns a recovered zombie: it is Paused, and its message says what happened.</summary>
    /// <param name="job">The zombie.</param>
    internal static Job Recover(Job job)
    {
        Job next = WithoutRunner(job, JobStatus.Paused);
        if (RecoveryText.IsRecoveryMessage(next.ErrorMessage))
            next.ErrorMessage = RecoveryText.RecoveryMessage(job.Runner!);
        return next;
    }

    /// <summary>Marks a copy of a job as Completed.</summary>
    /// <param name="job">The copy; it is changed.</param>
    /// <param name="now">The current time.</param>
    internal static void MarkCompleted(Job job, DateTimeOffset now)
    {
        job.Status = JobStatus.Completed;
        job.ErrorMessage = null; // An earlier recovery does not matter any more.
        job.Runner = null;
        job.CompletedAt = now;
    }

    private static Job Run(Job job, JobUpdate.Run run, bool isZombie)
    {
        if (run.OnlyIfOpen && job.Status is not (JobStatus.Pending or JobStatus.Running))
            throw JobErrors.NotRunning(job);
        bool isOurs = run.Token is not null || run.Runner?.IsNamedBy(job.Runner) is true;
        if (job is { Status: JobStatus.Running, Runner: { } other } && !isZombie && !isOurs)
            throw JobErrors.AlreadyRunning(job, other);

        Job next = WithoutRunner(job, JobStatus.Running);
        next.Runner = run.Runner;
        next.ErrorMessage = isZombie ? RecoveryText.RecoveryMessage(job.Runner!) : null;
        next.CompletedAt = null;
        Configure(next, run.Config, run.Tags);
        if (run.Items is { } items)
            ItemTransitions.Expand(next, items);
        JobRerun.Reset(next, run.Again, run.Reread);
        return next;
    }

    /// <summary>Determines whether a Completed job has something to run again.</summary>
    private static bool MayRun(Job job, JobUpdate.Run run) => job.Status == JobStatus.Completed && run.ChangesSheets;

    private static void Configure(Job job, JobConfig? config, IReadOnlyList<string> tags)
    {
        if (config is not null)
            Configure(job, config);
        if (tags.Except(job.Tag, StringComparer.OrdinalIgnoreCase).Any())
            AddTags(job, tags);
    }

    private static void AddTags(Job job, IReadOnlyList<string> tags)
    {
        job.Tag = [.. job.Tag, .. tags];
        JobValidator.CheckTags(job);
    }

    private static void Configure(Job job, JobConfig config)
    {
        if (config.ExpectedSheets is { } expected && expected != job.TotalSheets)
            throw JobErrors.SheetsAdded(job, expected);
        if (config.TotalSheets < job.TotalSheets)
            throw JobErrors.FewerSheets(job, config.TotalSheets);
        if (!JobValidator.IsJsonObject(config.Snapshot))
            throw JobErrors.InvalidJob(job, nameof(job.ConfigSnapshot), "is not a JSON object");

        job.ConfigSnapshot = config.Snapshot;
        job.ConfigHash = config.Hash;
        job.ConfigPath = config.Path;
        job.TotalSheets = config.TotalSheets;
    }

    private static Job Pause(Job job, string? message)
    {
        Job next = WithoutRunner(job, JobStatus.Paused);
        if (message is not null)
            next.ErrorMessage = message;
        return next;
    }

    private static Job Resume(Job job, JobUpdate.Resume resume)
    {
        if (job.Status is not (JobStatus.Paused or JobStatus.PausedAtChain or JobStatus.Failed or JobStatus.Pending))
            throw JobErrors.NotResumable(job);

        Job next = WithoutRunner(job, JobStatus.Pending);
        next.CompletedAt = null;
        Configure(next, resume.Config, resume.Tags);
        return next;
    }

    private static Job Cancel(Job job) =>
        job.Status == JobStatus.Completed
            ? throw JobErrors.Finished(job, "cancelled")
            : WithoutRunner(job, JobStatus.Cancelled);

    private static Job Fail(Job job, string message, DateTimeOffset now)
    {
        Job next = WithoutRunner(job, JobStatus.Failed);
        next.ErrorMessage = message;
        next.CompletedAt = now;
        return next;
    }

    private static Job Complete(Job job, JobUpdate.Complete update, Func<bool>? allFinished, DateTimeOffset now)
    {
        if (!(allFinished?.Invoke() ?? job.Sheets.Known.Count(HasEnded) == job.TotalSheets))
            throw JobErrors.NotAllFinished(job);

        Job next = WithoutRunner(job, JobStatus.Completed);
        next.CurrentSheet = null;
        MarkCompleted(next, now);
        return next;

        bool HasEnded(Sheet sheet) =>
            sheet.IsFinished || (sheet.Status == SheetStatus.Failed && update.AllowedFailures.Contains(sheet.Number));
    }

    private static Job WithoutRunner(Job job, JobStatus status)
    {
        Job next = job.CopyWithSheets();
        next.Status = status;
        next.Runner = null;
        next.IsZombie = false;
        return next;
    }

    private static Job Unfinished(Job job, string participle) =>
        job.IsFinished ? throw JobErrors.Finished(job, participle) : job;
}
