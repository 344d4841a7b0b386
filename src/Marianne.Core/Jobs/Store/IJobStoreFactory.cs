using Marianne.Stores;

namespace Marianne.Jobs;

/// <summary>
/// Creates job stores. It separates the users of stores from the assembly that implements them: that assembly must not be
/// loaded before a store is needed.
/// </summary>
public interface IJobStoreFactory
{
    /// <summary>Creates a job store. Nothing is read or written until the store is used.</summary>
    /// <param name="location">The store's kind and its full path.</param>
    /// <exception cref="ArgumentException">The kind needs a path and has none, or it is not a kind of job store.</exception>
    IJobStore Create(StoreLocation location);
}
