namespace Marianne.Learning;

/// <summary>Computes the statistics of a learning store.</summary>
public interface ILearningStatisticsStore
{
    /// <summary>Computes the statistics of the store.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<LearningStatistics> GetStatisticsAsync(CancellationToken cancellationToken);
}
