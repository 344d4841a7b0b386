using Marianne.History;
using Marianne.Jobs;

namespace Marianne.Storage.Sqlite;

/// <summary>Jobs in one SQLite file, which other implementations may read and write as well.</summary>
public sealed class SqliteJobStore : IJobStore
{
    private readonly SqliteDatabase _database;
    private readonly JobListing _listing;
    private readonly JobQueries _reader;
    private readonly JobWriter _writer;

    /// <summary>Makes the store; the file is opened when it is used.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="time">The clock.</param>
    /// <param name="processes">The processes of this machine.</param>
    public SqliteJobStore(string path, TimeProvider time, IProcessList processes)
    {
        _database = new SqliteDatabase(path, new JobSchema(), time);
        _listing = new JobListing(_database, processes);
        _reader = new JobQueries(processes);
        _writer = new JobWriter(_reader, time);
    }

    /// <inheritdoc/>
    public string? Location => _database.Path;

    /// <inheritdoc/>
    public ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken) =>
        _database.OpenAsync(mustExist, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <inheritdoc/>
    public ValueTask<Job?> LoadAsync(string id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _reader.Whole(session, id), null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Job?> LoadHeaderAsync(string id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _reader.Header(session, id), null, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SaveAsync(Job job, SaveMode mode, CancellationToken cancellationToken)
    {
        JobValidator.Check(job);
        DateTimeOffset updatedAt = await _database
            .WriteAsync(session => _writer.Save(session, job, mode), cancellationToken).ConfigureAwait(false);
        job.AcceptAll(updatedAt);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        await ExistsAsync(id, cancellationToken).ConfigureAwait(false)
        && await _database.WriteAsync(
            session => session.Command("DELETE FROM jobs WHERE id = @1", id).ExecuteNonQuery() > 0,
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public IAsyncEnumerable<Job> ListAsync(JobQuery query, CancellationToken cancellationToken) =>
        _listing.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken) =>
        _listing.CountAsync(query, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<SheetUpdateResult> UpdateSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken)
    {
        await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        return await _database
            .WriteAsync(session => _writer.Mark(session, id, number, update), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken)
    {
        await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        return await _database
            .WriteAsync(session => _writer.Update(session, id, update), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Execution>> RecordExecutionsAsync(
        IReadOnlyList<Execution> executions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(executions);
        if (executions.Count == 0)
            return [];

        await RequireAsync(executions[0].JobId, cancellationToken).ConfigureAwait(false);
        return await _database
            .WriteAsync(session => AttemptTable.Add(session, executions), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Execution> ListExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return RowListing.ListAsync(
            _database,
            query.Skip,
            query.First,
            (session, page) => AttemptTable.Read(session, query, page),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> CountExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => AttemptTable.Count(session, query), 0, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<JobStatistics> GetStatisticsAsync(string id, CancellationToken cancellationToken) =>
        await _database.ReadAsync(session => _reader.Measure(session, id), null, cancellationToken).ConfigureAwait(false)
        ?? throw JobErrors.NotFound(id);

    /// <inheritdoc/>
    public async ValueTask AttachHistoryAsync(
        string id, int? sheetNumber, Stream content, CancellationToken cancellationToken)
    {
        await RequireAsync(id, cancellationToken).ConfigureAwait(false);

        // Before the file is locked: nobody knows how fast the stream is.
        ChunkedMemoryStream gathered = await ChunkedMemoryStream.GatherAsync(content, cancellationToken).ConfigureAwait(false);
        await _database.WriteAsync(Write, cancellationToken).ConfigureAwait(false);

        bool Write(SqliteSession session)
        {
            AttachedHistoryTable.Write(session, id, sheetNumber, gathered.Pieces);
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Stream?> OpenHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken)
    {
        await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        List<ReadOnlyMemory<byte>>? parts = await _database
            .ReadAsync(session => AttachedHistoryTable.Read(session, id, sheetNumber), null, cancellationToken).ConfigureAwait(false);
        return parts is null ? null : new ChunkedMemoryStream(parts);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DetachHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken)
    {
        await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        return await _database.WriteAsync(Detach, cancellationToken).ConfigureAwait(false);

        bool Detach(SqliteSession session)
        {
            AttachedHistoryTable.Require(session, id, sheetNumber);
            return AttachedHistoryTable.Delete(session, id, sheetNumber);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AttachedHistory>> ListHistoriesAsync(
        string id, CancellationToken cancellationToken)
    {
        await RequireAsync(id, cancellationToken).ConfigureAwait(false);
        return await _database
            .ReadAsync(session => AttachedHistoryTable.List(session, id), [], cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<bool> ExistsAsync(string id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => JobQueries.Exists(session, id), false, cancellationToken);

    /// <summary>Refuses a job that does not exist before a file is made or migrated for it.</summary>
    private async ValueTask RequireAsync(string id, CancellationToken cancellationToken)
    {
        if (!await ExistsAsync(id, cancellationToken).ConfigureAwait(false))
            throw JobErrors.NotFound(id);
    }
}
