using Marianne.Jobs;

namespace Marianne.Working;

/// <summary>
/// Listens for hints of the store while a worker is idle. A busy one looks at the queue whenever a sheet ends, and needs no connection
/// for it.
/// </summary>
/// <param name="claims">The store.</param>
internal sealed class IdleHints(IClaimStore claims) : IAsyncDisposable
{
    /// <summary>The shortest delay for which it is worth to listen.</summary>
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(1);

    private IWorkHints? _hints;

    /// <summary>Waits for the next hint. Returns <c>null</c> if none can come during the delay.</summary>
    /// <param name="delay">The time after which the worker looks at the queue anyway.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public Task? NextAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay >= ShortestDelay)
            _hints ??= claims.Listen();
        return _hints?.WaitAsync(cancellationToken);
    }

    /// <summary>Listens no longer, until the next long delay.</summary>
    public async ValueTask StopAsync()
    {
        if (_hints is { } hints)
        {
            _hints = null;
            await hints.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => StopAsync();
}
