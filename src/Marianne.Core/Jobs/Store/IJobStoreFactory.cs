namespace Marianne.Jobs;

/// <summary>
/// Makes stores of every kind. It is how others come to a store without knowing the assembly that it is in: a type that
/// is named in code can be loaded long before the code runs.
/// </summary>
public interface IJobStoreFactory
{
    /// <summary>The jobs of an SQLite file; it is opened when the store is used.</summary>
    /// <param name="file">The full path.</param>
    IJobStore InSqlite(string file);

    /// <summary>The jobs of a folder of JSON files; it is opened when the store is used.</summary>
    /// <param name="folder">The full path.</param>
    IJobStore InJson(string folder);

    /// <summary>No jobs yet, in the memory of this process.</summary>
    IJobStore InMemory();
}
