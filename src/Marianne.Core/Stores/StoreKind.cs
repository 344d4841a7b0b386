namespace Marianne.Stores;

/// <summary>The kinds of stores.</summary>
public enum StoreKind : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>An SQLite file.</summary>
    Sqlite,

    /// <summary>A folder of JSON files, one for each job.</summary>
    Json,

    /// <summary>The memory of the current process.</summary>
    Memory,

    /// <summary>A schema in a database on a PostgreSQL server.</summary>
    Postgres,
}
