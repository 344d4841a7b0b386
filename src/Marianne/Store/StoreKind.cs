namespace Marianne.Commands;

/// <summary>The kinds of stores.</summary>
internal enum StoreKind
{
    /// <summary>One SQLite file.</summary>
    Sqlite,

    /// <summary>A folder of JSON files, one a job.</summary>
    Json,

    /// <summary>The memory of this process.</summary>
    Memory,
}
