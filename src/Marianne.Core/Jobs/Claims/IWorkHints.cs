namespace Marianne.Jobs;

/// <summary>
/// Hints that a store may have sheets to run, for a worker that is idle. A hint can be lost, and can come although there is nothing to
/// do: a worker also looks at the queue from time to time. Disposing it ends the listening.
/// </summary>
public interface IWorkHints : IAsyncDisposable
{
    /// <summary>Waits for a hint that has come since the last call.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    Task WaitAsync(CancellationToken cancellationToken);
}
