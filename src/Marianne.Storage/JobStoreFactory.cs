using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Memory;
using Marianne.Storage.Sqlite;

namespace Marianne.Storage;

/// <summary>The stores of this assembly.</summary>
/// <param name="time">The clock.</param>
/// <param name="processes">The processes of this machine.</param>
public sealed class JobStoreFactory(TimeProvider time, IProcessList processes) : IJobStoreFactory
{
    /// <inheritdoc/>
    public IJobStore InSqlite(string file) => new SqliteJobStore(file, time, processes);

    /// <inheritdoc/>
    public IJobStore InJson(string folder) => new JsonJobStore(folder, time, processes);

    /// <inheritdoc/>
    public IJobStore InMemory() => new MemoryJobStore(time, processes);
}
