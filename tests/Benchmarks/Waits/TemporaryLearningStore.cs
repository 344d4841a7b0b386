using Marianne.Storage.Sqlite;

namespace Marianne.Benchmarks.Waits;

/// <summary>An empty learning store in a temporary file.</summary>
/// <param name="time">The clock of the store.</param>
internal sealed class TemporaryLearningStore(TimeProvider time)
    : TemporaryFile<SqliteLearningStore>("learning.db", "PRAGMA synchronous = FULL", path => new SqliteLearningStore(path, time));
