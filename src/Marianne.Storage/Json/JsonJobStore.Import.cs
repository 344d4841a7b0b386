using Marianne.Jobs;
using Marianne.Storage.Sqlite;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <summary>The number of attempts that are written to the log at once.</summary>
    private const int BatchSize = 100;

    /// <inheritdoc/>
    public async ValueTask<IJobImport> BeginImportAsync(Job job, bool replace, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        JobValidator.Check(job);
        if (!replace && await _folder.FindAsync(job.Id, cancellationToken).ConfigureAwait(false) is not null)
            throw JobErrors.Exists(job.Id);
        return new JobImport(job, CommitAsync);

        async ValueTask CommitAsync(Job gathered, JobSpool spool, CancellationToken token)
        {
            Enter(token);
            _folder.Create();
            await _folder.SettleAllAsync(_locks, token).ConfigureAwait(false);
            using (await LockAsync(gathered.Id, token).ConfigureAwait(false))
            {
                JobDocument? existing = await _folder.FindAsync(gathered.Id, token).ConfigureAwait(false);
                if (existing is not null && !replace)
                    throw JobErrors.Exists(gathered.Id);

                JobFiles files = existing?.Files ?? _folder.FilesFor(gathered.Id);
                var import = new ImportedFiles(files, _folder.StagingOf(gathered.Id));
                import.Begin();
                try
                {
                    Job whole = Whole(gathered);
                    whole.SetUpdatedAt(StoredTime.Truncate(gathered.UpdatedAt));
                    await WriteAsync(whole, import.Staged, spool, token).ConfigureAwait(false);
                    import.Commit();
                }
                catch
                {
                    import.Abandon();
                    throw;
                }

                _folder.CheckInPlace();
            }
        }
    }

    private static async ValueTask WriteAsync(
        Job job, JobFiles files, JobSpool spool, CancellationToken cancellationToken)
    {
        foreach (Execution[] batch in spool.ReadExecutions().Chunk(BatchSize))
            AttemptLogFile.Append(files.AttemptLog, batch);

        if (spool.Figures != default)
            ClearedFile.Write(files, new ClearedNote(0, spool.Figures));

        foreach (IReadOnlyList<SheetOutput> outputs in spool.ReadOutputs())
            OutputLogFile.Append(files.Outputs, job.Sheets[outputs[0].SheetNumber - 1], outputs);

        if (spool.ReadApprovals() is { Count: > 0 } approvals)
            ApprovalsFile.Write(files, job, approvals);

        var attached = new AttachedFiles(files, job);
        foreach ((int? sheetNumber, IReadOnlyList<ReadOnlyMemory<byte>> content) in spool.ReadHistories())
            attached.Write(sheetNumber, content);

        MeasuresFile measures = await MeasuresFile.ReadAsync(files, job, known: null, cancellationToken).ConfigureAwait(false);
        Write(job, files, measures, JobDocument.Write(job, over: null).Content, before: null);
    }
}
