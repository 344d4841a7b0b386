namespace Marianne.Jobs;

/// <summary>Lists the attempts of sheets.</summary>
public interface IAttemptReader
{
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
