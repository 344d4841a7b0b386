using Marianne.Learning;
using Marianne.Storage.Memory;
using Marianne.Storage.Postgres;
using Marianne.Storage.Sqlite;
using Marianne.Stores;

namespace Marianne.Storage;

/// <summary>Creates the learning stores of this assembly.</summary>
/// <param name="time">The clock.</param>
/// <param name="onWarning">Receives a sentence about a value that a store had to change.</param>
public sealed class LearningStoreFactory(TimeProvider time, Action<string> onWarning) : ILearningStoreFactory
{
    /// <inheritdoc/>
    public ILearningStore Create(StoreLocation location) => location switch
    {
        { Kind: StoreKind.Sqlite, Path: { } file } => new SqliteLearningStore(file, time),
        { Kind: StoreKind.Postgres, Server: { } server } => PostgresStores.Learning(server, time, onWarning),
        { Kind: StoreKind.Memory } => new MemoryLearningStore(time),
        _ => throw new ArgumentException($"There is no learning store at {location}.", nameof(location)),
    };
}
