using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Processes;
using Marianne.Scores;
using Marianne.Stores;

namespace Marianne.Commands;

/// <summary>
/// What the module uses of the storage assembly: the factories of stores, and the reader and the writer of YAML. They are
/// loaded on first use.
/// </summary>
/// <remarks>
/// Their types are found by name. If the code referred to them, the runtime could load the assembly long before the code runs.
/// </remarks>
internal static class StorageAssembly
{
    private static readonly Lazy<IJobStoreFactory> LazyJobStores =
        new(() => Create<IJobStoreFactory>(
            "JobStoreFactory", TimeProvider.System, SystemProcessList.Instance, (Action<string>)StoreWarnings.Add));

    private static readonly Lazy<ILearningStoreFactory> LazyLearningStores =
        new(() => Create<ILearningStoreFactory>("LearningStoreFactory", TimeProvider.System, (Action<string>)StoreWarnings.Add));

    private static readonly Lazy<IStoreRepairer> LazyRepairer =
        new(() => Create<IStoreRepairer>("StoreRepairer", TimeProvider.System, SystemProcessList.Instance));

    private static readonly Lazy<IScoreReader> LazyYamlReader = new(() => Create<IScoreReader>("Yaml.YamlScoreReader"));

    private static readonly Lazy<IScoreWriter> LazyYamlWriter = new(() => Create<IScoreWriter>("Yaml.YamlScoreWriter"));

    /// <summary>The factory of job stores.</summary>
    public static IJobStoreFactory JobStores => LazyJobStores.Value;

    /// <summary>The factory of learning stores.</summary>
    public static ILearningStoreFactory LearningStores => LazyLearningStores.Value;

    /// <summary>Checks and copies damaged stores.</summary>
    public static IStoreRepairer StoreRepairer => LazyRepairer.Value;

    /// <summary>The reader of scores in YAML.</summary>
    public static IScoreReader YamlReader => LazyYamlReader.Value;

    /// <summary>The writer of scores in YAML.</summary>
    public static IScoreWriter YamlWriter => LazyYamlWriter.Value;

    private static T Create<T>(string name, params object[] arguments)
    {
        Type type = StorageLoadContext.Storage.GetType($"{StorageLoadContext.AssemblyName}.{name}", throwOnError: true)!;
        return (T)Activator.CreateInstance(type, arguments)!;
    }
}
