namespace Marianne.Jobs;

/// <summary>Records and lists the attempts of sheets.</summary>
public interface IAttemptStore
{
    /// <summary>Records attempts, all of them or none, and returns them with their ids.</summary>
    /// <param name="executions">The attempts.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">A job or a sheet does not exist, or a value is invalid.</exception>
    ValueTask<IReadOnlyList<Execution>> RecordExecutionsAsync(
        IReadOnlyList<Execution> executions, CancellationToken cancellationToken);

    /// <summary>
    /// Lists recorded attempts, the newest first unless the query says otherwise. They are read page by page.
    /// </summary>
    /// <param name="query">Which attempts to list.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    IAsyncEnumerable<Execution> ListExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken);

    /// <summary>Counts the recorded attempts that match a query, ignoring its paging.</summary>
    /// <param name="query">Which attempts to count.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<long> CountExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken);
}
