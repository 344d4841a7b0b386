using Marianne.History;
using Marianne.Jobs;
using Marianne.Storage.Sqlite;

namespace Marianne.Storage.Relational;

/// <summary>A job store in the tables of a database. What is particular to one is in its <see cref="ISqlDatabase"/>.</summary>
public abstract partial class RelationalJobStore : IJobStore
{
    private readonly ISqlDatabase _database;
    private readonly JobListing _listing;
    private readonly JobQueries _jobs;
    private readonly JobWriter _writer;
    private readonly LeaseClock _clock;
    private readonly ClaimTable _claimTable;
    private readonly WorkerTable _workers;
    private readonly ClaimWriter _claims;
    private readonly QueuedJobs _queue;
    private readonly HistoryWriter _history;
    private readonly RetentionTable _retention;
    private readonly IHintChannel? _hints;

    private protected RelationalJobStore(
        ISqlDatabase database, TimeProvider time, IProcessList processes, IJobSalvage? salvage = null, IHintChannel? hints = null)
    {
        _database = database;
        _hints = hints;
        _clock = new LeaseClock(time, processes);
        _listing = new JobListing(database, _clock, salvage);
        _jobs = new JobQueries(_clock);
        _claimTable = new ClaimTable(_clock);
        _workers = new WorkerTable(_clock);
        var queries = new ClaimQueries(_jobs, _claimTable);
        _writer = new JobWriter(_jobs, queries, _claimTable, _workers, time);
        _claims = new ClaimWriter(queries, _writer, _claimTable, _workers);
        _queue = new QueuedJobs(database, _claims);
        _retention = new RetentionTable(time);
        _history = new HistoryWriter(_jobs, _claimTable, time);
    }

    /// <inheritdoc/>
    public string? Location => _database.Location;

    /// <inheritdoc/>
    public bool IsReadOnly => _database.IsReadOnly;

    /// <inheritdoc/>
    public ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken) =>
        _database.OpenAsync(mustExist, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _database.DisposeAsync();
    }

    /// <inheritdoc/>
    public ValueTask<Job?> LoadAsync(string id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _jobs.WholeAsync(session, id), null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Job?> LoadHeaderAsync(string id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _jobs.HeaderAsync(session, id), null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Job?> LoadStatusAsync(string id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _jobs.HeaderAsync(session, id, JobColumns.Slim), null, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SaveAsync(Job job, SaveMode mode, CancellationToken cancellationToken)
    {
        JobValidator.Check(job);
        DateTimeOffset updatedAt = await _database
            .WriteAsync(session => _writer.SaveAsync(session, job, mode), cancellationToken).ConfigureAwait(false);
        job.AcceptAll(updatedAt);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> CreateAsync(
        Job job, JobKey key, Func<Job, bool> keepsKey, CancellationToken cancellationToken)
    {
        JobValidator.Check(job);
        (string? holder, DateTimeOffset createdAt) = await _database
            .WriteAsync(session => _writer.CreateAsync(session, job, key, keepsKey), cancellationToken).ConfigureAwait(false);
        if (holder is null)
            job.AcceptAll(createdAt);
        return holder;
    }

    /// <inheritdoc/>
    public async ValueTask<IJobImport> BeginImportAsync(Job job, bool replace, CancellationToken cancellationToken)
    {
        JobValidator.Check(job);
        if (!replace && await LoadHeaderAsync(job.Id, cancellationToken).ConfigureAwait(false) is not null)
            throw JobErrors.Exists(job.Id);
        return new JobImport(job, CommitAsync);

        async ValueTask CommitAsync(Job gathered, JobSpool spool, CancellationToken token) => await _database
            .WriteAsync(session => _writer.ImportAsync(session, gathered, spool, replace), token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken) => _database.WriteExistingAsync(
        session => JobQueries.ExistsAsync(session, id),
        () => false,
        session => JobTable.DeleteRowAsync(session, id),
        cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Job> ListAsync(JobQuery query, CancellationToken cancellationToken) =>
        _listing.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken) =>
        _listing.CountAsync(query, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Sheet>> LoadSheetsAsync(
        string id, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken) =>
        await _database
            .ReadAsync(session => JobQueries.SheetsAsync(session, id, numbers), null, cancellationToken).ConfigureAwait(false)
        ?? throw JobErrors.NotFound(id);

    /// <inheritdoc/>
    public ValueTask<SheetUpdateResult> UpdateSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken) =>
        ChangeAsync(id, session => _writer.UpdateSheetAsync(session, id, number, update), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken)
    {
        Job job = await ChangeAsync(id, session => _writer.UpdateAsync(session, id, update), cancellationToken).ConfigureAwait(false);
        if (job.Status == JobStatus.Pending)
            await HintAsync(cancellationToken).ConfigureAwait(false);
        return job;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Execution>> RecordExecutionsAsync(
        IReadOnlyList<Execution> executions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(executions);
        return executions.Count == 0
            ? new([])
            : ChangeAsync(executions[0].JobId, session => AttemptTable.AddAsync(session, executions), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Execution> ListExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        RowListing.ListAsync(_database, query, AttemptTable.ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => AttemptTable.CountAsync(session, query), 0, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SheetOutput> ListOutputsAsync(OutputQuery query, CancellationToken cancellationToken) =>
        OutputListing.ListAsync(_database, query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SheetApproval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _database.ReadAsync(session => ApprovalTable.ListAsync(session, query), [], cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<ApprovalResult> AnswerAsync(
        string jobId, int number, ApprovalAnswer? answer, CancellationToken cancellationToken)
    {
        ApprovalResult result = await ChangeAsync(
            jobId, session => _writer.AnswerAsync(session, jobId, number, answer), cancellationToken).ConfigureAwait(false);
        await HintAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <inheritdoc/>
    public ValueTask<SheetItem?> LoadItemAsync(string jobId, int number, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => ItemTable.FindAsync(session, jobId, number), null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NumberedItem>> ListItemsAsync(string jobId, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => ItemTable.ListAsync(session, jobId), [], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<JobStatistics> GetStatisticsAsync(string id, CancellationToken cancellationToken) =>
        await _database.ReadAsync(session => _jobs.MeasureAsync(session, id), null, cancellationToken).ConfigureAwait(false)
        ?? throw JobErrors.NotFound(id);

    /// <inheritdoc/>
    public async ValueTask AttachHistoryAsync(
        string id, int? sheetNumber, Stream content, CancellationToken cancellationToken)
    {
        // Before the store is locked, because the stream may be slow.
        ChunkedMemoryStream gathered = await ChunkedMemoryStream.ReadAllAsync(content, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(id, Write, cancellationToken).ConfigureAwait(false);

        async ValueTask<bool> Write(SqlSession session)
        {
            await AttachedHistoryTable.WriteAsync(session, id, sheetNumber, gathered.Chunks).ConfigureAwait(false);
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Stream?> OpenHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> parts = await _database
            .ReadAsync<List<ReadOnlyMemory<byte>>?>(
                async session => await AttachedHistoryTable.ReadAsync(session, id, sheetNumber).ConfigureAwait(false),
                null,
                cancellationToken)
            .ConfigureAwait(false)
            ?? throw JobErrors.NotFound(id);
        return parts.Count == 0 ? null : new ChunkedMemoryStream(parts);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DetachHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken) =>
        ChangeAsync(id, session => AttachedHistoryTable.RemoveAsync(session, id, sheetNumber), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AttachedHistory>> ListHistoriesAsync(
        string id, CancellationToken cancellationToken) =>
        await _database
            .ReadAsync<List<AttachedHistory>?>(
                async session => await AttachedHistoryTable.ListAsync(session, id).ConfigureAwait(false), null, cancellationToken).ConfigureAwait(false)
        ?? throw JobErrors.NotFound(id);

    /// <summary>Writes to a job, which must exist.</summary>
    /// <exception cref="MarianneException">The job does not exist.</exception>
    private ValueTask<T> ChangeAsync<T>(string id, Func<SqlSession, ValueTask<T>> write, CancellationToken cancellationToken) =>
        _database.WriteExistingAsync(
            session => JobQueries.ExistsAsync(session, id), () => throw JobErrors.NotFound(id), write, cancellationToken);
}
