namespace Marianne.Storage.Sqlite;

/// <summary>A change of an SQLite file.</summary>
internal abstract class SqliteChange : QueuedChange
{
    /// <summary>Writes the change, in a transaction that the caller has started. It may be written again after a rollback.</summary>
    /// <param name="session">The session.</param>
    public abstract void Write(SqliteSession session);
}
