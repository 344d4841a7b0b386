using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>A database and the open connections to it. Any number of threads use it at once.</summary>
internal interface ISqlDatabase : IAsyncDisposable
{
    /// <summary>Where the database is, for people.</summary>
    string Location { get; }

    /// <summary>Indicates whether the database exists and can only be read.</summary>
    bool IsReadOnly { get; }

    /// <summary>Creates the tables if they do not exist, unless they must, and checks that they are a store.</summary>
    ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken);

    /// <summary>Reads from the database.</summary>
    /// <param name="read">Reads. It may be called again, with another session.</param>
    /// <param name="ifEmpty">The result if the database does not exist yet or has no tables yet.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<T> ReadAsync<T>(Func<SqlSession, ValueTask<T>> read, T ifEmpty, CancellationToken cancellationToken);

    /// <summary>Writes in one transaction: everything or, after an error, nothing.</summary>
    /// <param name="write">Writes. It may be called again, in another transaction, after this one was rolled back.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> write, CancellationToken cancellationToken);

    /// <summary>
    /// Writes in one transaction to something that must exist. While the database may still have to be created or migrated, this
    /// is checked first, so that neither happens for something that does not exist.
    /// </summary>
    /// <param name="exists">Determines whether it exists. An empty store is not asked.</param>
    /// <param name="ifMissing">Returns the result if it does not exist, or throws.</param>
    /// <param name="write">Writes. It has to handle a missing object itself: later calls do not look first.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<T> WriteExistingAsync<T>(
        Func<SqlSession, ValueTask<bool>> exists,
        Func<T> ifMissing,
        Func<SqlSession, ValueTask<T>> write,
        CancellationToken cancellationToken);

    /// <summary>Gives a part of the space that deleted rows occupied back to the file system.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken);

    /// <summary>Rewrites the database without free space. Returns <c>null</c> if it does not exist.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken);
}
