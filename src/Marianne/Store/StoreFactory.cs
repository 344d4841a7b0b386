using System.Runtime.CompilerServices;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Storage.Json;
using Marianne.Storage.Memory;
using Marianne.Storage.Sqlite;

namespace Marianne.Commands;

/// <summary>Makes stores. Nothing else in the module names a type of the storage assembly.</summary>
/// <remarks>The storage assembly is loaded when a method is compiled, so none of them must be inlined.</remarks>
internal static class StoreFactory
{
    /// <summary>Makes the store of the jobs of a place; nothing is read or written yet.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IJobStore CreateJobs(StorePlace place) => place switch
    {
        { Kind: StoreKind.Sqlite, Path: { } file } =>
            new SqliteJobStore(file, TimeProvider.System, SystemProcessTable.Instance),
        { Kind: StoreKind.Json, Path: { } folder } =>
            new JsonJobStore(folder, TimeProvider.System, SystemProcessTable.Instance),
        _ => new MemoryJobStore(TimeProvider.System, SystemProcessTable.Instance),
    };

    /// <summary>Makes the store of what was learned in a place; nothing is read or written yet.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ILearningStore CreateLearning(StorePlace place) => place.Path is { } file
        ? new SqliteLearningStore(file, TimeProvider.System)
        : new MemoryLearningStore(TimeProvider.System);
}
