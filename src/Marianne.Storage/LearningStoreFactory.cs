using Marianne.Learning;
using Marianne.Storage.Memory;
using Marianne.Storage.Sqlite;

namespace Marianne.Storage;

/// <summary>The learning stores of this assembly.</summary>
/// <param name="time">The clock.</param>
public sealed class LearningStoreFactory(TimeProvider time) : ILearningStoreFactory
{
    /// <inheritdoc/>
    public ILearningStore InSqlite(string file) => new SqliteLearningStore(file, time);

    /// <inheritdoc/>
    public ILearningStore InMemory() => new MemoryLearningStore(time);
}
