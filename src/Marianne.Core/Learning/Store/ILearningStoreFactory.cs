using Marianne.Stores;

namespace Marianne.Learning;

/// <summary>Creates learning stores, as <see cref="Jobs.IJobStoreFactory"/> creates job stores.</summary>
public interface ILearningStoreFactory
{
    /// <summary>Creates a learning store. Nothing is read or written until the store is used.</summary>
    /// <param name="location">The store's kind and its full path: an SQLite file, or memory.</param>
    /// <exception cref="ArgumentException">
    /// The kind needs a path and has none, or it is not a kind of learning store.
    /// </exception>
    ILearningStore Create(StoreLocation location);
}
