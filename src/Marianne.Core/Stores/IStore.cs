namespace Marianne.Stores;

/// <summary>
/// A place where state is kept. Any number of threads may use one store at once. Disposing a store closes it; using it
/// afterwards fails with <see cref="MarianneError.StoreClosed"/>.
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>The full path of the store's file or folder; <c>null</c> for a store in memory.</summary>
    string? Location { get; }

    /// <summary>
    /// Indicates whether the store exists and this process can only read it: a write fails with
    /// <see cref="MarianneError.StoreReadOnly"/>. It is asked anew each time.
    /// </summary>
    bool IsReadOnly => false;

    /// <summary>
    /// Creates the store if it does not exist yet, and checks that it can be used. If it was removed or replaced since it was
    /// first used, the one that is there now is used from now on.
    /// </summary>
    /// <param name="mustExist">Indicates whether a store that does not exist is an error.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The store does not exist, or it cannot be created or used.</exception>
    ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken);
}
