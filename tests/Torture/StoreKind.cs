using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Storage.Json;
using Marianne.Storage.Sqlite;

namespace Marianne.Torture;

/// <summary>A kind of job store that survives a process.</summary>
/// <param name="Name">The name of the kind.</param>
/// <param name="FileName">The name of a store in a folder.</param>
internal sealed record StoreKind(string Name, string FileName)
{
    /// <summary>An SQLite file.</summary>
    public static StoreKind Sqlite { get; } = new("SQLite", "state.db");

    /// <summary>A folder of JSON files.</summary>
    public static StoreKind Json { get; } = new("JSON", "jobs/");

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<StoreKind> All { get; } = [Sqlite, Json];

    /// <summary>Opens a store.</summary>
    /// <param name="path">The path of the store.</param>
    public IJobStore Open(string path) => this == Sqlite
        ? new SqliteJobStore(path, TimeProvider.System, SystemProcessList.Instance)
        : new JsonJobStore(path, TimeProvider.System, SystemProcessList.Instance);
}
