using Marianne.History;
using Marianne.Jobs;

namespace Marianne.Storage.Sqlite;

/// <summary>A job store in an SQLite file, which other implementations can read and write as well.</summary>
public sealed class SqliteJobStore : IJobStore
{
    private readonly SqliteDatabase _database;
    private readonly JobListing _listing;
    private readonly JobQueries _jobs;
    private readonly JobWriter _writer;

    /// <summary>Creates the store. The file is opened on first use.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="time">The clock.</param>
    /// <param name="processes">The processes of this machine.</param>
    public SqliteJobStore(string path, TimeProvider time, IProcessList processes)
    {
        _database = new SqliteDatabase(path, new JobSchema(), time);
        _listing = new JobListing(_database, processes);
        _jobs = new JobQueries(processes);
        _writer = new JobWriter(_jobs, time);
    }

    /// <inheritdoc/>
    public string? Location => _database.Path;

    /// <inheritdoc/>
    public bool IsReadOnly => _database.IsReadOnly;

    /// <inheritdoc/>
    public ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken) =>
        _database.OpenAsync(mustExist, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <inheritdoc/>
    public ValueTask<Job?> LoadAsync(string id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _jobs.Whole(session, id), null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Job?> LoadHeaderAsync(string id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _jobs.Header(session, id), null, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SaveAsync(Job job, SaveMode mode, CancellationToken cancellationToken)
    {
        JobValidator.Check(job);
        DateTimeOffset updatedAt = await _database
            .WriteAsync(session => _writer.Save(session, job, mode), cancellationToken).ConfigureAwait(false);
        job.AcceptAll(updatedAt);
    }

    /// <inheritdoc/>
    public async ValueTask<IJobImport> BeginImportAsync(Job job, bool replace, CancellationToken cancellationToken)
    {
        JobValidator.Check(job);
        if (!replace && await LoadHeaderAsync(job.Id, cancellationToken).ConfigureAwait(false) is not null)
            throw JobErrors.Exists(job.Id);
        return new JobImport(job, CommitAsync);

        async ValueTask CommitAsync(Job gathered, JobSpool spool, CancellationToken token) => await _database
            .WriteAsync(session => _writer.Import(session, gathered, spool, replace), token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken) => _database.WriteExistingAsync(
        session => JobQueries.Exists(session, id),
        () => false,
        session => session.Command("DELETE FROM jobs WHERE id = @1", id).ExecuteNonQuery() > 0,
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
            .ReadAsync(session => _jobs.Sheets(session, id, numbers), null, cancellationToken).ConfigureAwait(false)
        ?? throw JobErrors.NotFound(id);

    /// <inheritdoc/>
    public ValueTask<SheetUpdateResult> UpdateSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken) =>
        ChangeAsync(id, session => _writer.UpdateSheet(session, id, number, update), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken) =>
        ChangeAsync(id, session => _writer.Update(session, id, update), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Execution>> RecordExecutionsAsync(
        IReadOnlyList<Execution> executions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(executions);
        return executions.Count == 0
            ? new([])
            : ChangeAsync(executions[0].JobId, session => AttemptTable.Add(session, executions), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Execution> ListExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        RowListing.ListAsync(_database, query, AttemptTable.Read, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => AttemptTable.Count(session, query), 0, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<JobStatistics> GetStatisticsAsync(string id, CancellationToken cancellationToken) =>
        await _database.ReadAsync(session => _jobs.Measure(session, id), null, cancellationToken).ConfigureAwait(false)
        ?? throw JobErrors.NotFound(id);

    /// <inheritdoc/>
    public async ValueTask AttachHistoryAsync(
        string id, int? sheetNumber, Stream content, CancellationToken cancellationToken)
    {
        // Before the file is locked, because the stream may be slow.
        ChunkedMemoryStream gathered = await ChunkedMemoryStream.ReadAllAsync(content, cancellationToken).ConfigureAwait(false);
        await ChangeAsync(id, Write, cancellationToken).ConfigureAwait(false);

        bool Write(SqliteSession session)
        {
            AttachedHistoryTable.Write(session, id, sheetNumber, gathered.Chunks);
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Stream?> OpenHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> parts = await _database
            .ReadAsync(session => AttachedHistoryTable.Read(session, id, sheetNumber), null, cancellationToken)
            .ConfigureAwait(false)
            ?? throw JobErrors.NotFound(id);
        return parts.Count == 0 ? null : new ChunkedMemoryStream(parts);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DetachHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken) =>
        ChangeAsync(id, session => AttachedHistoryTable.Remove(session, id, sheetNumber), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AttachedHistory>> ListHistoriesAsync(
        string id, CancellationToken cancellationToken) =>
        await _database
            .ReadAsync(session => AttachedHistoryTable.List(session, id), null, cancellationToken).ConfigureAwait(false)
        ?? throw JobErrors.NotFound(id);

    /// <summary>Writes to a job, which must exist.</summary>
    /// <exception cref="MarianneException">The job does not exist.</exception>
    private ValueTask<T> ChangeAsync<T>(string id, Func<SqliteSession, T> write, CancellationToken cancellationToken) =>
        _database.WriteExistingAsync(
            session => JobQueries.Exists(session, id), () => throw JobErrors.NotFound(id), write, cancellationToken);
}
