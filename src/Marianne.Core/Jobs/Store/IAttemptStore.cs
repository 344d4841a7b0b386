namespace Marianne.Jobs;

/// <summary>Records and lists the attempts of sheets.</summary>
public interface IAttemptStore : IAttemptReader
{
    /// <summary>Records attempts, all of them or none, and returns them with their ids.</summary>
    /// <param name="executions">The attempts.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">A job or a sheet does not exist, or a value is invalid.</exception>
    ValueTask<IReadOnlyList<Execution>> RecordExecutionsAsync(
        IReadOnlyList<Execution> executions, CancellationToken cancellationToken);
}
