namespace Marianne.Learning;

/// <summary>Makes stores of what was learned, as <see cref="Jobs.IJobStoreFactory"/> makes those of jobs.</summary>
public interface ILearningStoreFactory
{
    /// <summary>What an SQLite file knows; it is opened when the store is used.</summary>
    /// <param name="file">The full path.</param>
    ILearningStore InSqlite(string file);

    /// <summary>Nothing learned yet, in the memory of this process.</summary>
    ILearningStore InMemory();
}
