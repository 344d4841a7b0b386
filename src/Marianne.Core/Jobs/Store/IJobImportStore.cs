namespace Marianne.Jobs;

/// <summary>Takes over jobs of other stores.</summary>
public interface IJobImportStore
{
    /// <summary>
    /// Begins to import a job with its sheets, its times and everything that belongs to it. The store is unchanged until
    /// <see cref="IJobImport.CommitAsync"/>, and nothing in it is locked.
    /// </summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="replace">
    /// Indicates whether a job with the same id is replaced; otherwise it is an error. The existing job is complete until the
    /// new one is.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The store already has the job, or one of its values is invalid.</exception>
    ValueTask<IJobImport> BeginImportAsync(Job job, bool replace, CancellationToken cancellationToken);
}
