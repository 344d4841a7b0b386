using Marianne.Storage.Relational;

namespace Marianne.Storage.Sqlite;

internal sealed partial class SqliteDatabase
{
    /// <inheritdoc/>
    public ValueTask<T> ReadAsync<T>(
        Func<SqlSession, ValueTask<T>> read, T ifEmpty, CancellationToken cancellationToken) =>
        ReadAsync(session => Completed(read(session)), ifEmpty, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> write, CancellationToken cancellationToken) =>
        WriteAsync(session => Completed(write(session)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<T> WriteExistingAsync<T>(
        Func<SqlSession, ValueTask<bool>> exists,
        Func<T> ifMissing,
        Func<SqlSession, ValueTask<T>> write,
        CancellationToken cancellationToken) =>
        WriteExistingAsync(session => Completed(exists(session)), ifMissing, session => Completed(write(session)), cancellationToken);

    /// <summary>Returns the result of an operation. SQLite has no other: each is complete when it returns.</summary>
    public static T Completed<T>(ValueTask<T> operation) => operation.GetAwaiter().GetResult();
}
