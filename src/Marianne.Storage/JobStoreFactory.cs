using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Memory;
using Marianne.Storage.Postgres;
using Marianne.Storage.Sqlite;
using Marianne.Stores;

namespace Marianne.Storage;

/// <summary>Creates the job stores of this assembly.</summary>
/// <param name="time">The clock.</param>
/// <param name="processes">The processes of this machine.</param>
/// <param name="onWarning">Receives a sentence about a value that a store had to change.</param>
public sealed class JobStoreFactory(TimeProvider time, IProcessList processes, Action<string> onWarning) : IJobStoreFactory
{
    /// <inheritdoc/>
    public IJobStore Create(StoreLocation location) => location switch
    {
        { Kind: StoreKind.Sqlite, Path: { } file } => new SqliteJobStore(file, time, processes),
        { Kind: StoreKind.Json, Path: { } folder } => new JsonJobStore(folder, time, processes),
        { Kind: StoreKind.Postgres, Server: { } server } => PostgresStores.Jobs(server, time, processes, onWarning),
        { Kind: StoreKind.Memory } => new MemoryJobStore(time, processes),
        _ => throw new ArgumentException($"There is no job store at {location}.", nameof(location)),
    };
}
