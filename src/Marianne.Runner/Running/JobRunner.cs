using System.Collections.Frozen;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>
/// Runs jobs. A job is durable and resumable, and its sheets run in parallel where their dependencies allow it.
/// </summary>
/// <remarks>Every change is saved before it is announced, so the death of the process loses no finished sheet.</remarks>
/// <param name="services">The services of the runner.</param>
public sealed class JobRunner(RunnerServices services)
{
    /// <summary>Runs a job until it ends, or until it is paused or cancelled by this or another process.</summary>
    /// <param name="plan">The plan, created by <see cref="JobPlanner"/> with the same job store.</param>
    /// <param name="announce">Receives each change after it was saved, one at a time and from any thread.</param>
    /// <param name="pause">A token to pause the job: the running sheets are ended, and the next run continues.</param>
    /// <returns>
    /// The job after the run. A job that was already completed, or that another run runs and the request says to skip, is returned
    /// unchanged.
    /// </returns>
    /// <exception cref="MarianneException">
    /// The job does not exist or is already running, its score changed, or its workspace or store cannot be used.
    /// </exception>
    /// <exception cref="OperationCanceledException">The job was to be paused before this run had taken it over.</exception>
    public async ValueTask<Job> RunAsync(JobPlan plan, Action<JobEvent> announce, CancellationToken pause)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(announce);

        PreparedJob prepared = plan.Prepared
            ?? throw new ArgumentException($"Only a plan that {nameof(JobPlanner)} created can be run.", nameof(plan));
        if (!prepared.IsOver && prepared.Score.Values.MissingSecrets is [_, ..] missing)
            throw ParameterErrors.MissingSecrets(prepared.Score.Name, missing);

        RunOutlet outlet = services.CreateOutlet(announce);
        var preparer = new JobPreparer(services.StoredJobs, services.Time);
        var other = new OtherRun(services, outlet);
        while (true)
        {
            prepared = await preparer.ConfirmAsync(prepared, outlet, pause).ConfigureAwait(false);
            var redactor = SecretRedactor.Of(prepared.Score, services.Variable, services.OwnInstruments);
            if (await RunAsync(prepared, plan, outlet, other, redactor, pause).ConfigureAwait(false) is { } job)
            {
                job.Sheets.ShownName = name => redactor.Redact(name);
                await CleanAsync(job.Id, outlet, redactor, pause).ConfigureAwait(false);
                return job;
            }
        }
    }

    /// <summary>Clears the history of the store by its own rule. A failure does not concern the job that was run.</summary>
    private async ValueTask CleanAsync(string jobId, RunOutlet outlet, SecretRedactor redactor, CancellationToken pause)
    {
        try
        {
            if (!pause.IsCancellationRequested)
                await services.Cleaning.CleanAsync(Warn, jobId, pause).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (pause.IsCancellationRequested)
        {
            // The next run continues.
        }
        catch (MarianneException error)
        {
            Warn($"The history of the store was not cleared: {error.Message}");
        }

        void Warn(string message) => outlet.Warn(jobId, message, services.Time, redactor);
    }

    /// <summary>Runs a prepared job. Returns <c>null</c> if another run ran it, so that this one is to try again.</summary>
    private async ValueTask<Job?> RunAsync(
        PreparedJob prepared, JobPlan plan, RunOutlet outlet, OtherRun other, SecretRedactor redactor, CancellationToken pause)
    {
        try
        {
            return await RunAsync(prepared, plan, outlet, redactor, pause).ConfigureAwait(false);
        }
        catch (MarianneException error)
            when (error.Error == MarianneError.JobIsPlayed && prepared.Request.WhenRunning != WhenRunning.Error)
        {
            return await other.HandleAsync(prepared, redactor, pause).ConfigureAwait(false);
        }
        catch (Exception error) when (RunErrors.Redact(error, redactor) is { } redacted)
        {
            throw redacted; // Without the cause, whose message contains a secret.
        }
    }

    /// <summary>Runs a prepared job, unless it is already completed.</summary>
    private async Task<Job> RunAsync(
        PreparedJob prepared, JobPlan plan, RunOutlet outlet, SecretRedactor redactor, CancellationToken pause)
    {
        if (prepared.IsOver)
        {
            await RepairAsync(prepared.Job, outlet, redactor, pause).ConfigureAwait(false);
            return prepared.Job;
        }

        SecretItems.Check(prepared.Request.Items, redactor);
        CheckExecutors(prepared);
        InstrumentCatalog instruments = services.InstrumentsOf(prepared.Score); // A score with an invalid instrument must not become Running.
        RunWorkspace.Create(prepared.Score.WorkspacePath);
        await using var stop = new RunCancellation(Warn, pause);
        await using HeldClaim claim = await ClaimAsync(prepared, outlet, redactor, new ClaimedWork(EndAsync, Warn)).ConfigureAwait(false);
        Job job = await LoadAsync(prepared.Job.Id).ConfigureAwait(false);
        Score score = prepared.Written.ExpandedFor(job);
        var claims = RunClaims.OfWholeJob(services.Process, claim);
        using var run = new JobRun(job, claims, score, instruments, plan.ExpectedCosts, services, stop, outlet, redactor)
        {
            Chosen = prepared.Chosen,
            KeptFailures = prepared.Rerun?.Kept ?? FrozenSet<int>.Empty,
        };
        return await RunAsync(run, job, prepared).ConfigureAwait(false);

        Task EndAsync(MarianneException error) =>
            stop.RequestAsync(error.Error == MarianneError.LeaseLost ? StopReason.Lost : StopReason.Error, error.Message);
        void Warn(string message) => outlet.Warn(prepared.Job.Id, message, services.Time, redactor);
    }

    /// <summary>Warns that a job is already Completed, and makes good what its last run left undone.</summary>
    private async Task RepairAsync(Job job, RunOutlet outlet, SecretRedactor redactor, CancellationToken cancellationToken)
    {
        Warn($"The job '{job.Id}' is already Completed.");
        JobRepairer repairer = services.CreateRepairer();
        JobDefects defects = await repairer.InspectAsync(job, cancellationToken).ConfigureAwait(false);
        if (defects.LearningError is { } error)
            Warn($"This run cannot use the learning store: {error}");
        if (!defects.AreNone)
            Warn((await repairer.RepairAsync(defects, cancellationToken).ConfigureAwait(false)).Summary);

        void Warn(string message) => outlet.Warn(job.Id, message, services.Time, redactor);
    }

    /// <summary>Runs a job that was taken over. After an error, the job does not stay Running.</summary>
    private static async Task<Job> RunAsync(JobRun run, Job job, PreparedJob prepared)
    {
        var finalizer = new JobFinalizer(run);
        try
        {
            AnnounceStart(run, job, prepared);
            if (prepared.IsResumed)
                await new RunLeftovers(run).EndAsync(job, run.Claims.TakenFrom ?? prepared.Job.Runner).ConfigureAwait(false);
            if (EstimatedCosts.WarningOf(run.Score, run.Instruments) is { } warning)
                run.Journal.Announce(JobEventKind.Warning, warning);
            if (await HasChangedAsync(run, prepared).ConfigureAwait(false)
                && await run.Learning.CloseOwnBreakerAsync().ConfigureAwait(false) is { } closed)
            {
                run.Journal.Announce(
                    JobEventKind.Warning, $"The circuit breaker '{closed}' was closed, because the score has changed.");
            }

            if (prepared.IsResumed)
                await run.Learning.CatchUpAsync(job).ConfigureAwait(false);
            if (prepared.LooksAtSources)
                job = await new SourceLook(run).LookAsync(job).ConfigureAwait(false);

            (Job ended, bool hasFailed) = await new SheetRounds(run).RunAsync(job).ConfigureAwait(false);
            if (run.Stop.Reason == StopReason.Lost)
                throw ClaimErrors.Lost(run.JobId);
            return await finalizer.SaveAsync(ended, hasFailed).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await finalizer.AbortAsync(error).ConfigureAwait(false);
            MarianneException? loss = error switch
            {
                MarianneException { Error: MarianneError.JobNotFound, Target: string id } when id == job.Id =>
                    RunErrors.JobRemoved(id),
                MarianneException { Error: MarianneError.StoreNotFound or MarianneError.StoreReplaced } lost =>
                    RunErrors.StoreLost(job.Id, lost),
                _ => null,
            };
            if (loss is not null)
                throw loss;
            throw;
        }
    }

    /// <summary>Determines whether the score differs from that of the job or, for a new job, of the previous one.</summary>
    private static async ValueTask<bool> HasChangedAsync(JobRun run, PreparedJob prepared)
    {
        if (prepared.IsResumed || !run.Score.CircuitBreaker.For(isPrompt: false).Enabled)
            return prepared.IsChanged;

        string name = prepared.Job.Name;
        var query = new JobQuery { NamePrefix = name, Name = other => other == name, WithSheets = false, First = 2 };
        await foreach (Job job in run.Services.StoredJobs.ListAsync(query, CancellationToken.None).ConfigureAwait(false))
        {
            if (job.Id != prepared.Job.Id)
                return job.ConfigHash != prepared.Config.Hash;
        }

        return false;
    }

    /// <summary>Throws before anything runs if a sheet has no executor.</summary>
    private void CheckExecutors(PreparedJob prepared)
    {
        foreach (int number in prepared.Score.Numbers.Where(number => !prepared.IsDone(number)))
            services.ExecutorOf(prepared.Score, number);
    }

    /// <summary>Claims the job, and makes this process its runner. If the claim is lost, the run is stopped.</summary>
    private ValueTask<HeldClaim> ClaimAsync(PreparedJob prepared, RunOutlet outlet, SecretRedactor redactor, ClaimedWork work)
    {
        var update = new JobUpdate.Run(services.Process, prepared.IsChanged ? prepared.Config : null)
        {
            Tags = prepared.NewTags,
            Items = prepared.Items,
            Again = prepared.Again,
            Reread = prepared.Reread,
        };
        var redacted = Redacted<JobUpdate.Run>.Of(update, redactor);
        return services.Leases.ClaimAsync(prepared.Job.Id, worker => outlet.ClaimAsync(prepared.Job.Id, worker, redacted), work);
    }

    /// <summary>Loads a job that was claimed: its former runner may have finished sheets after it was prepared.</summary>
    private async Task<Job> LoadAsync(string id) =>
        await services.StoredJobs.LoadAsync(id, CancellationToken.None).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);

    private static void AnnounceStart(JobRun run, Job job, PreparedJob prepared)
    {
        JobProgress progress = job.Progress;
        run.Journal.Begin(progress);
        if (prepared.Job is { IsZombie: true, Runner: { } runner })
            run.Journal.Announce(JobEventKind.Warning, RecoveryText.RecoveryWarning(run.JobId, runner));

        string sheets = CountText.Of(progress.Total, "sheet");
        string verb = CountText.Word(progress.Total, "is", "are");
        if (prepared.IsResumed)
        {
            string changes = prepared.Changes is { } changed ? $" The score has changed: {changed}." : "";
            run.Journal.Announce(
                JobEventKind.JobResumed,
                $"Resuming '{run.Score.Name}': {CountText.Done(progress.Finished, progress.Total)}.{changes}{ItemsOf(prepared)}");
        }
        else
        {
            string fork = job.ForkedFrom is { } original ? $" as a fork of '{original}', of which {progress.Finished} {verb} done" : "";
            run.Journal.Announce(JobEventKind.JobStarted, $"Running '{run.Score.Name}': {sheets}{fork}.");
        }
    }

    /// <summary>Returns what has changed of the items of a pipeline, as a sentence after a space; empty if nothing has.</summary>
    private static string ItemsOf(PreparedJob prepared)
    {
        if (prepared.Items is not { } items)
            return "";

        IEnumerable<ScoreItem> before = prepared.Job.Sheets.Known.Where(sheet => sheet.Item is not null)
            .Select(sheet => new ScoreItem(0, sheet.Item!.Key, sheet.Item.Position is null));
        ItemChanges changes = ItemChanges.Between(before, items);
        return changes.AreNone ? "" : $" There are {changes}.";
    }
}
