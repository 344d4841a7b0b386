namespace Marianne.Jobs;

/// <summary>Loads, saves and lists jobs.</summary>
public interface IJobRepository : IJobReader
{
    /// <summary>Writes what changed of a job since it was loaded, and sets its <see cref="Job.UpdatedAt"/>.</summary>
    /// <param name="job">The job.</param>
    /// <param name="mode">What to do if the store already holds the job.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// The job was saved or removed by another process since it was loaded, or one of its values is invalid. Nothing was
    /// written.
    /// </exception>
    ValueTask SaveAsync(Job job, SaveMode mode, CancellationToken cancellationToken);

    /// <summary>
    /// Saves a new job and gives it the key of its score, in one step. Nothing is written if another unfinished job has the key, so
    /// of two simultaneous starts of one score, the second finds the job of the first.
    /// </summary>
    /// <param name="job">The new job.</param>
    /// <param name="key">The key of its score.</param>
    /// <param name="keepsKey">
    /// Determines whether an unfinished job that has the key keeps it. It may be called while the store is locked.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <returns>The id of the job that keeps the key; <c>null</c> if the new job was saved.</returns>
    /// <exception cref="MarianneException">The store has a job with this id, or a value is invalid. Nothing was written.</exception>
    ValueTask<string?> CreateAsync(Job job, JobKey key, Func<Job, bool> keepsKey, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a job in one step, according to <see cref="JobTransitions"/>, and returns it without its sheets.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="update">The change.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job does not exist, or its status does not allow the change.</exception>
    ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a job with its sheets, its recorded attempts and its attached histories. Returns <c>false</c> if the job does
    /// not exist.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}
