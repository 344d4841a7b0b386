namespace Marianne.Jobs;

/// <summary>How a job passes from one state to the next. Pure: the job given is not changed.</summary>
public static class JobTransitions
{
    /// <summary>The job after an update.</summary>
    /// <param name="job">The job before it.</param>
    /// <param name="update">The update.</param>
    /// <param name="isZombie">Whether the process that plays the job is dead.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="MarianneException">The job's status does not allow it.</exception>
    public static Job Apply(Job job, JobUpdate update, bool isZombie, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);

        return update switch
        {
            JobUpdate.Run run => Run(Unfinished(job, "run"), run, isZombie),
            JobUpdate.Pause pause => Pause(Unfinished(job, "paused"), pause.Message),
            JobUpdate.Resume => Resume(job),
            JobUpdate.Cancel => Cancel(job),
            JobUpdate.Fail fail => Fail(Unfinished(job, "failed"), fail.Message, now),
            JobUpdate.Recover => isZombie ? Recover(job) : job,
            _ => throw new ArgumentOutOfRangeException(nameof(update)),
        };
    }

    /// <summary>The zombie after its recovery: Paused, and its message says what happened.</summary>
    internal static Job Recover(Job job)
    {
        Job next = End(job, JobStatus.Paused);
        if (ZombieDetector.IsObituary(next.ErrorMessage))
            next.ErrorMessage = ZombieDetector.Obituary(job.Runner!);
        return next;
    }

    private static Job Run(Job job, JobUpdate.Run run, bool isZombie)
    {
        if (job is { Status: JobStatus.Running, Runner: { } other } && !isZombie && !run.Runner.IsNamedBy(other))
            throw JobErrors.AlreadyRunning(job, other);

        Job next = End(job, JobStatus.Running);
        next.Runner = run.Runner;
        next.ErrorMessage = isZombie ? ZombieDetector.Obituary(job.Runner!) : null;
        next.CompletedAt = null;
        if (run.Config is { } config)
            Configure(next, config);
        return next;
    }

    private static void Configure(Job job, JobConfig config)
    {
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
        Job next = End(job, JobStatus.Paused);
        if (message is not null)
            next.ErrorMessage = message;
        return next;
    }

    private static Job Resume(Job job)
    {
        if (job.Status is not (JobStatus.Paused or JobStatus.PausedAtChain or JobStatus.Failed or JobStatus.Pending))
            throw JobErrors.NotResumable(job);

        Job next = End(job, JobStatus.Pending);
        next.CompletedAt = null;
        return next;
    }

    private static Job Cancel(Job job) =>
        job.Status == JobStatus.Completed
            ? throw JobErrors.Finished(job, "cancelled")
            : End(job, JobStatus.Cancelled);

    private static Job Fail(Job job, string message, DateTimeOffset now)
    {
        Job next = End(job, JobStatus.Failed);
        next.ErrorMessage = message;
        next.CompletedAt = now;
        return next;
    }

    /// <summary>The job in a status in which nobody plays it.</summary>
    private static Job End(Job job, JobStatus status)
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
