using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <summary>The time after which a step does not begin with another job.</summary>
    private static readonly TimeSpan StepBudget = TimeSpan.FromMilliseconds(50);

    private readonly ArchiveFile _archive = new(folder);
    private readonly RetentionFile _retention = new(folder);

    /// <inheritdoc/>
    /// <remarks>Each job has its own files.</remarks>
    public ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public async ValueTask<MeasuredHistory> MeasureHistoryAsync(
        HistoryPart part, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        HistoryAmount total = default;
        List<MarianneException> damages = [];
        List<JobDocument> clearable = [];
        List<SheetOutput> unused = [];
        foreach (EndedJob job in jobs)
            total += await UnlessDamagedAsync(() => MeasureAsync(job), damages).ConfigureAwait(false);
        if (part == HistoryPart.Jobs)
            await RemoveUsedAsync(unused, clearable, damages, cancellationToken).ConfigureAwait(false);
        return new MeasuredHistory(total) { UnusedFiles = unused, Damages = damages };

        async ValueTask<HistoryAmount> MeasureAsync(EndedJob job)
        {
            if (await FindClearableAsync(job, cancellationToken).ConfigureAwait(false) is not { } found)
                return default;

            HistoryAmount size = SizeOf(part, found.Files, await AttemptsOfAsync(job.Id, cancellationToken).ConfigureAwait(false));
            if (part == HistoryPart.Jobs)
                unused.AddRange(await FilesOfAsync(found, cancellationToken).ConfigureAwait(false));
            clearable.Add(found);
            return size;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ClearedHistory> ClearHistoryAsync(
        HistoryPart part, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        long started = time.GetTimestamp();
        HistoryAmount cleared = default;
        List<SheetOutput> unused = [];
        List<MarianneException> damages = [];
        int finished = 0;
        while (finished < jobs.Count && (finished == 0 || time.GetElapsedTime(started) < StepBudget))
        {
            EndedJob job = jobs[finished];
            cleared += await UnlessDamagedAsync(
                () => ClearAsync(part, job, unused, damages, cancellationToken), damages).ConfigureAwait(false);
            finished++;
        }

        return new ClearedHistory(finished, cleared) { UnusedFiles = unused, Damages = damages };
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ArchivedFigures>> ListArchivedFiguresAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return _folder.Exists ? await _archive.ListAsync(VersionOf(cancellationToken), cancellationToken).ConfigureAwait(false) : [];
    }

    /// <inheritdoc/>
    public async ValueTask<AttemptFigures> GetArchivedAttemptsAsync(string jobId, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return await _folder.FindAsync(jobId, cancellationToken).ConfigureAwait(false) is { } found
            ? ClearedFile.Read(found.Files)?.Figures ?? default
            : default;
    }

    /// <inheritdoc/>
    /// <remarks>What was deleted was given back with its files.</remarks>
    public ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken) => new(ReleasedSpace.All);

    /// <inheritdoc/>
    public async ValueTask<RetentionRule> GetRetentionAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return _folder.Exists
            ? (await _retention.ReadAsync(cancellationToken).ConfigureAwait(false)).Rule
            : RetentionRule.None;
    }

    /// <inheritdoc/>
    public async ValueTask<RetentionRule> SetRetentionAsync(
        Func<RetentionRule, RetentionRule> change, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        _folder.Create();
        using (await _locks.AcquireAsync(_retention.Lock, cancellationToken).ConfigureAwait(false))
        {
            RetentionRule rule = change((await _retention.ReadAsync(cancellationToken).ConfigureAwait(false)).Rule);
            _retention.Write(rule, DateTimeOffset.MinValue);
            return rule;
        }
    }

    /// <inheritdoc/>
    public async ValueTask NoteOwnRulesAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        if (_retention.Exists)
            return;

        _folder.Create();
        using (await _locks.AcquireAsync(_retention.Lock, cancellationToken).ConfigureAwait(false))
        {
            if (!_retention.Exists)
                _retention.Write(RetentionRule.None, DateTimeOffset.MinValue);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<RetentionRule?> BeginCleaningAsync(TimeSpan turn, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        if (!_retention.Exists || IsReadOnly)
            return null;

        using IDisposable? held = _locks.TryAcquire(_retention.Lock);
        if (held is null)
            return null;

        (RetentionRule rule, DateTimeOffset nextAt) = await _retention.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (time.GetUtcNow() < nextAt)
            return null;

        _retention.Write(rule, time.GetUtcNow() + turn);
        return rule;
    }

    /// <inheritdoc/>
    public async ValueTask EndCleaningAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        using (await _locks.AcquireAsync(_retention.Lock, cancellationToken).ConfigureAwait(false))
            _retention.Write((await _retention.ReadAsync(cancellationToken).ConfigureAwait(false)).Rule, time.GetUtcNow() + pause);
    }

    /// <summary>Clears the history of a job, unless another process has locked it.</summary>
    private async ValueTask<HistoryAmount> ClearAsync(
        HistoryPart part,
        EndedJob ended,
        List<SheetOutput> unused,
        List<MarianneException> damages,
        CancellationToken cancellationToken)
    {
        if (!_folder.MayHold(ended.Id))
            return default;

        using IDisposable? held = _locks.TryAcquire(_folder.LockOf(ended.Id));
        if (held is null)
            return default;

        _folder.Settle(ended.Id);
        if (await FindClearableAsync(ended, cancellationToken).ConfigureAwait(false) is not { } found)
            return default;

        AttemptLogFile.RemoveUnsaved(found.Files.AttemptLog, ended.UpdatedAt);
        List<Execution> attempts = await AttemptsOfAsync(ended.Id, cancellationToken).ConfigureAwait(false);
        HistoryAmount size = SizeOf(part, found.Files, attempts);
        if (size == default)
            return size;

        ClearedNote? former = ClearedFile.Read(found.Files);
        AttemptFigures figures = AttemptFigures.Of(attempts) + (former?.Figures ?? default);
        switch (part)
        {
            case HistoryPart.Jobs:
                List<SheetOutput> own = await FilesOfAsync(found, cancellationToken).ConfigureAwait(false);
                await RemoveUsedAsync(own, [found], damages, cancellationToken).ConfigureAwait(false);
                using (await _locks.AcquireAsync(_archive.Lock, cancellationToken).ConfigureAwait(false))
                {
                    await _archive.BeginAsync(ended, figures, VersionOf(cancellationToken), cancellationToken).ConfigureAwait(false);
                    DurableFile.Delete(found.Files.Job); // The job first: companions without a job are ignored.
                    CompanionFiles.Delete(found.Files);
                }

                unused.AddRange(own);
                break;
            case HistoryPart.Attempts:
                ClearedFile.Write(found.Files, new ClearedNote(attempts[^1].Id, figures));
                DurableFile.Delete(found.Files.AttemptLog);
                break;
            default:
                AttemptLogFile.WriteWithoutTexts(found.Files, attempts);
                break;
        }

        _folder.CheckInPlace();
        return size;
    }

    /// <summary>Returns the attempts of a job, in the order of their ids.</summary>
    private async ValueTask<List<Execution>> AttemptsOfAsync(string id, CancellationToken cancellationToken)
    {
        List<Execution> attempts =
            await RecordedAsync(new ExecutionQuery { JobId = id }, cancellationToken).ConfigureAwait(false);
        return [.. attempts.OrderBy(attempt => attempt.Id)];
    }

    /// <summary>Finds a job, and returns <c>null</c> if it does not exist or its history may not be cleared.</summary>
    private async ValueTask<JobDocument?> FindClearableAsync(EndedJob ended, CancellationToken cancellationToken)
    {
        if (await _folder.FindAsync(ended.Id, cancellationToken).ConfigureAwait(false) is not { } found)
            return null;

        Job job = await ReadAsync(found, withSheets: true, cancellationToken).ConfigureAwait(false);
        JobClaims claims = await _claims.ReadAsync(found.Files, job, cancellationToken).ConfigureAwait(false);
        return ended.MayBeCleared(claims, job.Sheets.Known.Any(sheet => sheet.Status == SheetStatus.Fermata)) ? found : null;
    }

    /// <summary>Returns the outputs of a job that are in files.</summary>
    private async ValueTask<List<SheetOutput>> FilesOfAsync(JobDocument found, CancellationToken cancellationToken)
    {
        List<SheetOutput> files = [];
        var query = new OutputQuery { JobId = found.Id };
        await foreach (SheetOutput output in ListOutputsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (output.File is not null)
                files.Add(output);
        }

        return files;
    }

    /// <summary>Removes the outputs in files that another job of the store uses than those that are cleared.</summary>
    private async ValueTask RemoveUsedAsync(
        List<SheetOutput> outputs, IEnumerable<JobDocument> cleared, List<MarianneException> damages, CancellationToken cancellationToken)
    {
        HashSet<string> own = [.. cleared.Select(job => job.Files.Job)];
        foreach (JobFiles other in outputs.Count == 0 ? [] : _folder.Files().Where(files => !own.Contains(files.Job)))
        {
            try
            {
                // A job that is damaged itself still has its outputs.
                HashSet<string> used = await OutputLogFile.FilesAsync(other.Outputs, cancellationToken).ConfigureAwait(false);
                outputs.RemoveAll(output => used.Contains(output.File!.Path));
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                damages.Add(error);
                outputs.Clear(); // Any file may be used.
            }
        }
    }

    /// <summary>Does something with a job. A damaged one must not hide the others, so it is skipped, and added to the damages.</summary>
    private static async ValueTask<HistoryAmount> UnlessDamagedAsync(
        Func<ValueTask<HistoryAmount>> act, List<MarianneException> damages)
    {
        try
        {
            return await act().ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
        {
            damages.Add(error);
            return default;
        }
    }

    private Func<string, ValueTask<DateTimeOffset?>> VersionOf(CancellationToken cancellationToken) => async id =>
    {
        try
        {
            return (await LoadHeaderAsync(id, cancellationToken).ConfigureAwait(false))?.UpdatedAt;
        }
        catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
        {
            return null; // A damaged job must not hide the figures of others.
        }
    };

    private static HistoryAmount SizeOf(HistoryPart part, JobFiles files, List<Execution> attempts)
    {
        List<Execution> concerned = part == HistoryPart.Output
            ? attempts.FindAll(attempt => attempt.Prompt is not null || attempt.Output is not null)
            : attempts;
        if (part != HistoryPart.Jobs && concerned.Count == 0)
            return default;

        long beside = part == HistoryPart.Jobs ? CompanionFiles.LengthBesideAttempts(files) : 0;
        return new HistoryAmount(1, concerned.Count, HistoryText.BytesOf(concerned) + beside);
    }
}
