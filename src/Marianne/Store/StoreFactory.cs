using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Scores;
using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>
/// Creates stores, and the reader and the writer of YAML: the only types of the storage assembly that this one knows.
/// </summary>
/// <remarks>
/// The names are text: an assembly whose types the code names can be loaded long before the code runs.
/// </remarks>
internal static class StoreFactory
{
    private static readonly Lazy<IJobStoreFactory> JobStoreFactory =
        new(() => Load<IJobStoreFactory>("JobStoreFactory", TimeProvider.System, SystemProcessList.Instance));

    private static readonly Lazy<ILearningStoreFactory> LearningStoreFactory =
        new(() => Load<ILearningStoreFactory>("LearningStoreFactory", TimeProvider.System));

    private static readonly Lazy<IScoreReader> LazyYamlReader = new(() => Load<IScoreReader>("Yaml.YamlScoreReader"));

    private static readonly Lazy<IScoreWriter> LazyYamlWriter = new(() => Load<IScoreWriter>("Yaml.YamlScoreWriter"));

    /// <summary>The reader of scores in YAML.</summary>
    public static IScoreReader YamlReader => LazyYamlReader.Value;

    /// <summary>The writer of scores in YAML.</summary>
    public static IScoreWriter YamlWriter => LazyYamlWriter.Value;

    /// <summary>Makes the store of the jobs of a place; nothing is read or written yet.</summary>
    public static IJobStore CreateJobs(StoreLocation place) => JobStoreFactory.Value.Create(place);

    /// <summary>Makes the store of what was learned in a place; nothing is read or written yet.</summary>
    public static ILearningStore CreateLearning(StoreLocation place) => LearningStoreFactory.Value.Create(place);

    private static T Load<T>(string name, params object[] arguments)
    {
        Type type = StorageLoadContext.Storage.GetType($"{StorageLoadContext.AssemblyName}.{name}", throwOnError: true)!;
        return (T)Activator.CreateInstance(type, arguments)!;
    }
}
