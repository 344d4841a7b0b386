namespace Marianne.Jobs;

/// <summary>Computes the statistics of jobs.</summary>
public interface IJobStatisticsStore
{
    /// <summary>Computes the statistics of a job.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job does not exist.</exception>
    ValueTask<JobStatistics> GetStatisticsAsync(string id, CancellationToken cancellationToken);
}
