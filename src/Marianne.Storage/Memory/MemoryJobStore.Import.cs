using Marianne.Jobs;
using Marianne.Storage.Sqlite;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryJobStore
{
    /// <inheritdoc/>
    public ValueTask<IJobImport> BeginImportAsync(Job job, bool replace, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        JobValidator.Check(job);
        CheckImport();
        return new(new JobImport(job, CommitAsync));

        void CheckImport()
        {
            lock (_gate)
            {
                if (!replace && _jobs.ContainsKey(job.Id))
                    throw JobErrors.Exists(job.Id);
            }
        }

        ValueTask CommitAsync(Job gathered, JobSpool spool, CancellationToken token)
        {
            Enter(token);
            lock (_gate)
            {
                CheckImport();
                Remove(gathered.Id);
                Store(gathered, StoredTime.Truncate(gathered.UpdatedAt));
                foreach (Execution execution in spool.ReadExecutions())
                    Add(execution);
                if (spool.Figures != default)
                    _cleared[gathered.Id] = spool.Figures;
                foreach (IReadOnlyList<SheetOutput> outputs in spool.ReadOutputs())
                    Keep(gathered.Sheets[outputs[0].SheetNumber - 1], outputs);
                foreach (SheetApproval approval in spool.ReadApprovals())
                    Keep(approval);
                foreach ((int? sheetNumber, IReadOnlyList<ReadOnlyMemory<byte>> content) in spool.ReadHistories())
                    Attach(gathered.Id, sheetNumber ?? OfJob, content);
            }

            return default;
        }
    }

    private bool Remove(string id)
    {
        _executions.RemoveAll(execution => execution.JobId == id);
        _histories.Remove(id);
        _outputs.Remove(id);
        _cleared.Remove(id);
        _approvals.Remove(id);
        _claims.Remove(id);
        _queue.Remove(id);
        return _jobs.Remove(id);
    }
}
