namespace Marianne.Jobs;

/// <summary>Loads and lists jobs.</summary>
public interface IJobReader
{
    /// <summary>Loads a job with its sheets, or returns <c>null</c> if it does not exist.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<Job?> LoadAsync(string id, CancellationToken cancellationToken);

    /// <summary>Loads a job without its sheets, or returns <c>null</c> if it does not exist.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<Job?> LoadHeaderAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Loads the status, the runner and the time of the last update of a job, or returns <c>null</c> if it does not exist. It is cheap
    /// enough to be polled by each run, because nothing is read that grows with the job, such as its configuration.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<Job?> LoadStatusAsync(string id, CancellationToken cancellationToken);

    /// <summary>
    /// Lists jobs, the last updated first. They are read page by page; nothing stays open between two pages.
    /// </summary>
    /// <param name="query">Which jobs to list.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    IAsyncEnumerable<Job> ListAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>Counts the jobs that match a query, ignoring its paging.</summary>
    /// <param name="query">Which jobs to count.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken);
}
