using System.Collections.Frozen;
using System.Text.Json;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Finds the job to run, or creates it.</summary>
/// <param name="jobs">The job store.</param>
/// <param name="time">The clock.</param>
internal sealed class JobPreparer(IJobReader jobs, TimeProvider time)
{
    /// <summary>Finds the job of a request, or drafts a new one. Nothing is saved.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job does not exist, has no score, or its score changed.</exception>
    public async ValueTask<PreparedJob> PrepareAsync(RunRequest request, CancellationToken cancellationToken)
    {
        Job? found = await FindAsync(request, cancellationToken).ConfigureAwait(false);
        Score score = JobDraft.WithFullPaths(request.Score ?? ScoreOf(found!));
        return Prepare(request, found, score, null);
    }

    /// <summary>
    /// Returns the prepared job as it is now, and saves it if it is new. Other processes may have created, changed or finished
    /// the job since it was prepared. The score is not read and serialized again, unless it is the changed job's own.
    /// </summary>
    /// <param name="prepared">The prepared job.</param>
    /// <param name="outlet">Saves a new job.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job does not exist, has no score, or its score changed.</exception>
    public async ValueTask<PreparedJob> ConfirmAsync(
        PreparedJob prepared, RunOutlet outlet, CancellationToken cancellationToken)
    {
        PreparedJob current = await RefreshAsync(prepared, cancellationToken).ConfigureAwait(false);
        while (!current.IsResumed
            && await outlet.CreateAsync(current, cancellationToken).ConfigureAwait(false) is { } id)
        {
            // Another process created the job of the score in the meantime. If it is removed by now, this one creates it.
            Job? found = await jobs.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            current = Prepare(prepared.Request, found, current.Written, current.Config);
        }

        if (current.Score.Retention.IsSpecified && !current.IsOver)
            await outlet.NoteOwnRulesAsync(cancellationToken).ConfigureAwait(false);
        return current;
    }

    private async ValueTask<PreparedJob> RefreshAsync(PreparedJob prepared, CancellationToken cancellationToken)
    {
        if (prepared.IsResumed && await IsCurrentAsync(prepared.Job, cancellationToken).ConfigureAwait(false))
            return prepared;
        if (prepared.Request.Score is null)
            return await PrepareAsync(prepared.Request, cancellationToken).ConfigureAwait(false);

        Job? found = await FindAsync(prepared.Request, cancellationToken).ConfigureAwait(false);
        return Prepare(prepared.Request, found, prepared.Written, prepared.Config);
    }

    /// <summary>Determines whether a job was neither saved since it was loaded, nor abandoned by its runner process.</summary>
    private async ValueTask<bool> IsCurrentAsync(Job job, CancellationToken cancellationToken)
    {
        Job? stored = await jobs.LoadHeaderAsync(job.Id, cancellationToken).ConfigureAwait(false);
        return stored is not null
            && (stored.UpdatedAt, stored.Status, stored.IsZombie) == (job.UpdatedAt, job.Status, job.IsZombie);
    }

    /// <summary>Prepares the job of a score.</summary>
    /// <param name="request">The request.</param>
    /// <param name="found">The job, or <c>null</c> if there is none.</param>
    /// <param name="score">The score, with full paths.</param>
    /// <param name="config">The score as a job keeps it, or <c>null</c> if it was not serialized yet.</param>
    private PreparedJob Prepare(RunRequest request, Job? found, Score score, JobConfig? config)
    {
        Lazy<Score?> kept = new(() => found is null ? null : KeptScoreOf(found));
        if (score.Parameters.Count > 0 || request.Parameters.Count > 0)
        {
            bool keepsValues = !request.Restart || request.Score is null;
            ParameterValues known = (keepsValues ? kept.Value?.Values : null) ?? ParameterValues.None;
            ParameterValues values = ParameterResolver.Resolve(score, request.Parameters, known, request.Folder);
            if (ScoreJson.TextOf(values.ToKept()) != ScoreJson.TextOf(score.Values.ToKept()))
                config = null;
            score = score with { Values = values };
        }

        if (score.IsForEach)
        {
            PreparedJob ofItems = new ItemPreparer(time).Prepare(request, found, kept, score);
            return request.Fork ? ForkOf(ofItems) : ofItems;
        }

        if (found is null || request.Restart)
            return Draft(request, score, config);

        int items = kept.Value is { HasForEach: true } ? found.Sheets.Known.Count(sheet => sheet.Item is not null) : 0;
        if (request.ItemKeys.Count > 0 && items == 0)
            throw ItemErrors.NoItems(found);

        config ??= JobDraft.ConfigOf(score);
        bool mayRun = found.Status != JobStatus.Completed || request.Selection is not null || request.Fork;
        bool isChanged = mayRun && found.ConfigHash != config.Hash;
        if (isChanged && kept.Value is { } before)
        {
            if (before.IsForEach)
                throw RunErrors.IsForEach(found);
            score = JobOfScore.WithPathsOf(request.Score is null ? score : JobOfScore.WithNumbersOf(score, before, found, items), before);
            config = JobDraft.ConfigOf(score);
            isChanged = found.ConfigHash != config.Hash;
        }

        var comparison = isChanged ? ScoreComparison.Of(found, kept.Value, score, config) : null;
        config = config with { TotalSheets = config.TotalSheets + items, ExpectedSheets = found.TotalSheets };
        Score whole = score.ExpandedFor(found);
        int[] sources = [.. (comparison?.ChangedSources ?? FrozenSet<int>.Empty).Where(whole.Items.IsExpanded).Order()];
        Rerun? again = request.Selection is not null || request.ItemKeys.Count > 0 || sources.Length > 0
            ? new SheetSelector(found, whole, number => comparison?.IsChanged(number) == true)
                .Select(request.Selection, ItemChoice.NumbersOf(request.ItemKeys, found, whole), sources)
            : null;
        var prepared = new PreparedJob(request, found, whole, config, IsResumed: true, isChanged)
        {
            Written = score,
            Rerun = again,
            Again = again is null ? [] : [.. again.Causes.Keys],
            Reread = again?.Reread ?? [],
            Changes = comparison?.Changes,
            ChangedTexts = comparison?.ChangedTexts ?? FrozenSet<int>.Empty,
            ChangedInputs = comparison?.ChangedInputs ?? FrozenSet<int>.Empty,
            ChangedSources = sources.ToFrozenSet(),
        };
        if (!request.Force && comparison?.ConflictWith(prepared.HasResults, again) is { } conflict)
            throw RunErrors.ScoreChanged(found, conflict);
        if (isChanged && config.TotalSheets < found.TotalSheets)
            throw JobErrors.FewerSheets(found, config.TotalSheets);
        return request.Fork ? ForkOf(prepared) : prepared;
    }

    /// <summary>Drafts a job that takes over the sheets that do not run.</summary>
    private PreparedJob ForkOf(PreparedJob prepared)
    {
        Job original = prepared.Job;
        if (original is { Status: JobStatus.Running, IsZombie: false })
            throw RunErrors.ForkOfRunningJob(original);

        if (Enumerable.Range(1, prepared.Config.TotalSheets).All(prepared.IsDone))
            throw RunErrors.NothingToFork(original);

        Job draft = JobDraft.Of(prepared.Written, prepared.Config, time.GetUtcNow(), prepared.Request.NewId);
        draft.Tag = [.. original.Tag, .. prepared.NewTags];
        Job fork = JobFork.Of(draft, prepared.Planned, prepared.IsDone, prepared.Reread);
        return prepared with
        {
            Job = fork,
            Planned = fork,
            Original = original,
            IsResumed = false,
            Again = [],
            Reread = [],
            Items = null,
        };
    }

    /// <summary>Drafts a new job. Its sheets are numbered in the order of the score, also if another job of the score had others.</summary>
    private PreparedJob Draft(RunRequest request, Score score, JobConfig? config)
    {
        if (!score.Order.IsWritten)
            (score, config) = (score with { Order = SheetOrder.Written }, null);
        config ??= JobDraft.ConfigOf(score);
        string? id = request.RunId is { } runId ? JobRunId.JobIdOf(JobKey.Of(score.Name, score.WorkspacePath), runId) : null;
        Job draft = JobDraft.Of(score, config, time.GetUtcNow(), id);
        draft.SetOrigin(forkedFrom: null, request.RunId);
        return new PreparedJob(request, draft, score, config, IsResumed: false, IsChanged: false);
    }

    private async ValueTask<Job?> FindAsync(RunRequest request, CancellationToken cancellationToken)
    {
        if (request.Restart && (request.Selection is not null || request.Fork))
            throw RunErrors.RestartWithSelection();
        if (request.RunId is not null && (request.Restart || request.JobId is not null))
            throw RunErrors.RunIdOfOtherJob();
        if (request.NewId is { } newId)
        {
            JobValidator.CheckId(newId);
            if (!request.Fork)
                throw RunErrors.NewIdWithoutFork(newId);
            if (await jobs.LoadHeaderAsync(newId, cancellationToken).ConfigureAwait(false) is not null)
                throw JobErrors.Exists(newId);
        }

        if (request.JobId is { } id)
            return await jobs.LoadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);
        if (request.Score is not { } score)
            throw RunErrors.NothingToRun();
        if (request.Restart)
            return null;

        bool needsJob = request.Selection is not null || request.Fork || (request.ItemKeys.Count > 0 && !score.IsForEach);
        Job? found = request.RunId is { } runId
            ? await jobs.LoadAsync(JobRunId.JobIdOf(JobKey.Of(score.Name, score.WorkspacePath), runId), cancellationToken)
                .ConfigureAwait(false)
            : await FindNewestAsync(score, needsJob, cancellationToken).ConfigureAwait(false);
        return found is null && needsJob ? throw RunErrors.NothingToRunAgain(score.Name, request.RunId) : found;
    }

    /// <summary>
    /// Returns the newest unfinished job with the score's name and workspace, or <c>null</c> if there is none. If sheets run again, or if
    /// the score runs for the items of a pipeline, it may be Completed.
    /// </summary>
    private async ValueTask<Job?> FindNewestAsync(Score score, bool withCompleted, CancellationToken cancellationToken)
    {
        var query = new JobQuery
        {
            NamePrefix = score.Name,
            Name = name => name == score.Name,
            Statuses = score.IsForEach || withCompleted
                ? [.. UnfinishedJobs.Statuses, JobStatus.Completed, JobStatus.Cancelled] : UnfinishedJobs.Statuses,
            WithSheets = false,
        };
        var key = JobKey.Of(score.Name, score.WorkspacePath);
        await foreach (Job job in jobs.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (!JobOfScore.HasKey(job, key) || (job.IsFinished && !withCompleted && !JobOfScore.IsForEach(job)))
                continue;
            Job? whole = await jobs.LoadAsync(job.Id, cancellationToken).ConfigureAwait(false);
            if (whole?.RunId is null) // A job with a run id is resumed only by that.
                return whole?.Status == JobStatus.Cancelled ? null : whole;
        }

        return null;
    }

    /// <summary>Reads the score that a job keeps, with full paths, or returns <c>null</c> if it has no valid one.</summary>
    internal static Score? KeptScoreOf(Job job)
    {
        try
        {
            return JobDraft.WithFullPaths(ScoreOf(job));
        }
        catch (MarianneException)
        {
            return null; // A job of another implementation.
        }
    }

    /// <summary>Reads the score that a job keeps, with a sheet for each item.</summary>
    /// <param name="job">The job with its sheets.</param>
    /// <exception cref="MarianneException">The job has no score, or it is invalid.</exception>
    internal static Score RunScoreOf(Job job) => ScoreOf(job).ExpandedFor(job);

    /// <summary>Reads the score that a job keeps.</summary>
    /// <exception cref="MarianneException">The job has no score, or it is invalid.</exception>
    internal static Score ScoreOf(Job job)
    {
        if (job.ConfigSnapshot is not { } snapshot)
            throw RunErrors.NoScore(job, "it was created without a score");
        if (!HasSheets(snapshot))
            throw RunErrors.NoScore(job, "its configuration is not a score");

        // A null character is the only one that no path can have.
        string? file = string.IsNullOrEmpty(job.ConfigPath) || job.ConfigPath.Contains('\0') ? null : Path.GetFullPath(job.ConfigPath);
        try
        {
            return ScoreJson.Read(snapshot, Path.GetDirectoryName(file) ?? Environment.CurrentDirectory, file);
        }
        catch (MarianneException error)
        {
            throw RunErrors.NoScore(job, $"its stored configuration is not a valid score. {error.Message}");
        }
    }

    /// <summary>Determines whether a configuration could be a score: a runbook keeps data of its own in it.</summary>
    private static bool HasSheets(string snapshot)
    {
        if (!JobValidator.IsJsonObject(snapshot))
            return true; // Reading the score says what is wrong.

        using var parsed = JsonDocument.Parse(snapshot, new JsonDocumentOptions { MaxDepth = JobValidator.MaximumJsonDepth });
        return parsed.RootElement.TryGetProperty("sheets", out _);
    }
}
