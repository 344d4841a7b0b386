namespace Marianne.Stores;

/// <summary>
/// A place where state is kept. Any number of threads may use one store at once. Disposing a store closes it; using it
/// afterwards fails with <see cref="MarianneError.StoreClosed"/>.
/// </summary>
public interface IStore : IAsyncDisposable
{
    /// <summary>The full path of the store's file or folder; <c>null</c> for a store in memory.</summary>
    string? Location { get; }

    /// <summary>Creates the store if it does not exist yet, and checks that it can be used.</summary>
    /// <param name="mustExist">Indicates whether a store that does not exist is an error.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The store does not exist, or it cannot be created or used.</exception>
    ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken);
}
