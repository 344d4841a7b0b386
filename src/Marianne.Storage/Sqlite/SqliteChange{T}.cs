namespace Marianne.Storage.Sqlite;

/// <summary>A change that has a result.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
/// <param name="write">Writes the change.</param>
internal sealed class SqliteChange<T>(Func<SqliteSession, T> write) : SqliteChange
{
    /// <summary>The result of the last <see cref="Write"/>. It is valid when the change was saved.</summary>
    public T Result { get; private set; } = default!;

    /// <inheritdoc/>
    public override void Write(SqliteSession session) => Result = write(session);
}
