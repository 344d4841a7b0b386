namespace Marianne.Jobs;

/// <summary>
/// An import of a job: what belongs to it is gathered first, and then written completely or not at all, also if the process
/// is killed. If it is disposed without a commit, nothing is written.
/// </summary>
public interface IJobImport : IAsyncDisposable
{
    /// <summary>Adds recorded attempts of the job, after those that were added before.</summary>
    /// <param name="executions">The attempts.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job has no such sheet, or a value is invalid.</exception>
    ValueTask AddExecutionsAsync(IReadOnlyList<Execution> executions, CancellationToken cancellationToken);

    /// <summary>Adds the figures of attempts of the job that were cleared.</summary>
    /// <param name="figures">The figures.</param>
    void AddFigures(AttemptFigures figures);

    /// <summary>Adds outputs of completed sheets of the job.</summary>
    /// <param name="outputs">The outputs, ordered by the number of the sheet.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job has no such sheet.</exception>
    ValueTask AddOutputsAsync(IReadOnlyList<SheetOutput> outputs, CancellationToken cancellationToken);

    /// <summary>Adds approvals of sheets of the job.</summary>
    /// <param name="approvals">The approvals.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job has no such sheet.</exception>
    ValueTask AddApprovalsAsync(IReadOnlyList<SheetApproval> approvals, CancellationToken cancellationToken);

    /// <summary>Adds an execution history that is attached to the job or to one of its sheets.</summary>
    /// <param name="sheetNumber">The sheet's number, from 1; <c>null</c> for the job itself.</param>
    /// <param name="content">The history as JSON. It is read to its end, kept unchanged, and not closed.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job has no such sheet.</exception>
    ValueTask AddHistoryAsync(int? sheetNumber, Stream content, CancellationToken cancellationToken);

    /// <summary>Writes the job with everything that was added.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The store already has the job. Nothing was written.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}
