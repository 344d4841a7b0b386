namespace Marianne.Storage.Sqlite;

/// <summary>What a connection is used for, which decides when its files are checked.</summary>
internal enum SessionUse
{
    /// <summary>A read. The files are checked before it, and after it if no writer shares them.</summary>
    Read,

    /// <summary>A write transaction, which checks the files when it has its lock. They are checked again before it is confirmed.</summary>
    Transaction,

    /// <summary>Something for which no transaction may be open. The files are checked before and after it.</summary>
    Alone,
}
