using Marianne.Jobs;
using Marianne.Storage.Sqlite;

namespace Marianne.Storage;

/// <summary>Gathers a job that is imported, and then gives it to its store.</summary>
/// <param name="job">The job. It was validated.</param>
/// <param name="commit">Writes the job with everything that was gathered.</param>
internal sealed class JobImport(Job job, Func<Job, JobSpool, CancellationToken, ValueTask> commit) : IJobImport
{
    private readonly Job _job = job.Copy();
    private readonly JobSpool _spool = new();

    /// <inheritdoc/>
    public ValueTask AddExecutionsAsync(IReadOnlyList<Execution> executions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(executions);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (Execution execution in executions)
        {
            JobValidator.Check(execution, _job.TotalSheets);
            if (execution.JobId != _job.Id)
                throw JobErrors.InvalidExecution(execution, nameof(execution.JobId), $"is not '{_job.Id}', the imported job");
        }

        _spool.Add(executions);
        return default;
    }

    /// <inheritdoc/>
    public void AddFigures(AttemptFigures figures) => _spool.Figures += figures;

    /// <inheritdoc/>
    public ValueTask AddOutputsAsync(IReadOnlyList<SheetOutput> outputs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (IGrouping<int, SheetOutput> ofSheet in outputs.GroupBy(output => output.SheetNumber))
        {
            SheetTransitions.CheckNumber(_job, ofSheet.Key);
            OutputValidator.Check(_job.Sheets[ofSheet.Key - 1], [.. ofSheet]);
        }

        _spool.Add(outputs);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask AddApprovalsAsync(IReadOnlyList<SheetApproval> approvals, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(approvals);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (SheetApproval approval in approvals)
            SheetTransitions.CheckNumber(_job, approval.SheetNumber);
        _spool.Add(approvals.Select(approval => approval with { JobId = _job.Id }));
        return default;
    }

    /// <inheritdoc/>
    public ValueTask AddHistoryAsync(int? sheetNumber, Stream content, CancellationToken cancellationToken)
    {
        JobValidator.CheckSheet(_job.Id, sheetNumber, _job.TotalSheets);
        return _spool.AddAsync(sheetNumber, content, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(CancellationToken cancellationToken) => commit(_job, _spool, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _spool.Dispose();
        return default;
    }
}
