using Marianne.Jobs;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryJobStore
{
    private readonly Dictionary<string, AttemptFigures> _cleared = new(StringComparer.Ordinal);
    private RetentionRule _rule = RetentionRule.None;
    private bool _mayHaveRules;
    private DateTimeOffset _nextCleaning;
    private readonly SortedDictionary<(string Name, JobStatus Status), ArchivedFigures> _archived = [];

    /// <inheritdoc/>
    /// <remarks>Memory that is not used any more is freed without it.</remarks>
    public ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken) => default;

    /// <inheritdoc/>
    public ValueTask<MeasuredHistory> MeasureHistoryAsync(
        HistoryPart part, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            EndedJob[] clearable = [.. jobs.Where(MayClear)];
            var total = clearable.Aggregate(default(HistoryAmount), (sum, job) => sum + SizeOf(part, job.Id, Concerned(part, job.Id)));
            return new(new MeasuredHistory(total)
            {
                UnusedFiles = part == HistoryPart.Jobs ? OwnFiles([.. clearable.Select(job => job.Id)]) : [],
            });
        }
    }

    /// <inheritdoc/>
    public ValueTask<ClearedHistory> ClearHistoryAsync(
        HistoryPart part, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        List<SheetOutput> unused = [];
        HistoryAmount cleared = default;
        lock (_gate)
        {
            foreach (EndedJob job in jobs)
            {
                if (MayClear(job))
                    cleared += Clear(part, job, unused);
            }
        }

        return new(new ClearedHistory(jobs.Count, cleared) { UnusedFiles = unused });
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ArchivedFigures>> ListArchivedFiguresAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new([.. _archived.Values]);
    }

    /// <inheritdoc/>
    public ValueTask<AttemptFigures> GetArchivedAttemptsAsync(string jobId, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_cleared.GetValueOrDefault(jobId));
    }

    /// <inheritdoc/>
    public ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken) => new(ReleasedSpace.All);

    /// <inheritdoc/>
    public ValueTask<RetentionRule> GetRetentionAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_rule);
    }

    /// <inheritdoc/>
    public ValueTask<RetentionRule> SetRetentionAsync(
        Func<RetentionRule, RetentionRule> change, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            (_rule, _nextCleaning, _mayHaveRules) = (change(_rule), DateTimeOffset.MinValue, true);
            return new(_rule);
        }
    }

    /// <inheritdoc/>
    public ValueTask NoteOwnRulesAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            _mayHaveRules = true;
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<RetentionRule?> BeginCleaningAsync(TimeSpan turn, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            if (!_mayHaveRules || time.GetUtcNow() < _nextCleaning)
                return new((RetentionRule?)null);

            _nextCleaning = time.GetUtcNow() + turn;
            return new(_rule);
        }
    }

    /// <inheritdoc/>
    public ValueTask EndCleaningAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            _nextCleaning = time.GetUtcNow() + pause;
        return default;
    }

    private bool MayClear(EndedJob ended) => _jobs.TryGetValue(ended.Id, out Job? job)
        && ended.MayBeCleared(ClaimsOf(job), job.Sheets.Known.Any(sheet => sheet.Status == SheetStatus.Fermata));

    private HistoryAmount Clear(HistoryPart part, EndedJob job, List<SheetOutput> unused)
    {
        List<Execution> concerned = Concerned(part, job.Id);
        HistoryAmount size = SizeOf(part, job.Id, concerned);
        if (part == HistoryPart.Output)
        {
            foreach (Execution attempt in concerned)
                _executions[_executions.IndexOf(attempt)] = attempt with { Prompt = null, Output = null };
            return size;
        }

        AttemptFigures figures = _cleared.GetValueOrDefault(job.Id) + AttemptFigures.Of(concerned);
        if (part == HistoryPart.Attempts)
        {
            _executions.RemoveAll(attempt => attempt.JobId == job.Id);
            if (figures != default)
                _cleared[job.Id] = figures;
            return size;
        }

        ArchivedFigures former = _archived.GetValueOrDefault((job.Name, job.Status)) ?? new(job.Name, job.Status, 0, default);
        _archived[(job.Name, job.Status)] = former with { Jobs = former.Jobs + 1, Attempts = former.Attempts + figures };
        unused.AddRange(OwnFiles([job.Id]));
        Remove(job.Id);
        return size;
    }

    private SheetOutput[] OwnFiles(HashSet<string> ids)
    {
        HashSet<string> used =
            [.. _outputs.Keys.Where(other => !ids.Contains(other)).SelectMany(FilesOf).Select(output => output.File!.Path)];
        return [.. ids.SelectMany(FilesOf).Where(output => !used.Contains(output.File!.Path))];
    }

    private IEnumerable<SheetOutput> FilesOf(string id) => _outputs.TryGetValue(id, out var ofJob)
        ? ofJob.Values.SelectMany(sheet => sheet.Outputs).Where(output => output.File is not null)
        : [];

    private List<Execution> Concerned(HistoryPart part, string id) => _executions.FindAll(attempt =>
        attempt.JobId == id && (part != HistoryPart.Output || attempt.Prompt is not null || attempt.Output is not null));

    private HistoryAmount SizeOf(HistoryPart part, string id, List<Execution> concerned) => new(
        part == HistoryPart.Jobs || concerned.Count > 0 ? 1 : 0,
        concerned.Count,
        HistoryText.BytesOf(concerned) + (part == HistoryPart.Jobs ? BytesBesideAttempts(id) : 0));

    /// <summary>Returns the number of bytes of the texts and values of a job without those of its attempts.</summary>
    private long BytesBesideAttempts(string id)
    {
        Job job = _jobs[id];
        IEnumerable<string?> ofJob = [job.Name, job.Description, job.ConfigSnapshot, job.ErrorMessage];
        IEnumerable<string?> ofSheets =
            job.Sheets.Known.SelectMany(sheet => new[] { sheet.ErrorMessage, sheet.OutcomeData, sheet.Item?.Value });
        IEnumerable<string?> ofOutputs = _outputs.TryGetValue(id, out var outputs)
            ? outputs.Values.SelectMany(sheet => sheet.Outputs).Select(output => output.Json)
            : [];
        IEnumerable<string?> ofApprovals = _approvals.GetValueOrDefault(id, []).Select(ApprovalJson.Write);
        long ofHistories = _histories.GetValueOrDefault(id)?.Values.Sum(pieces => pieces.Sum(piece => (long)piece.Length)) ?? 0;
        return ofJob.Concat(ofSheets).Concat(ofOutputs).Concat(ofApprovals).Sum(HistoryText.BytesOf) + ofHistories;
    }
}
