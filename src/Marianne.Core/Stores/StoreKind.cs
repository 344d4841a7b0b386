namespace Marianne.Stores;

/// <summary>The kinds of stores.</summary>
public enum StoreKind
{
    /// <summary>One SQLite file.</summary>
    Sqlite,

    /// <summary>A folder of JSON files, one a job.</summary>
    Json,

    /// <summary>The memory of this process.</summary>
    Memory,
}
