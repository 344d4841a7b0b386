using System.Runtime.CompilerServices;
using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Memory;
using Marianne.Storage.Sqlite;

namespace Marianne.Commands;

/// <summary>Makes stores. Nothing else in the module names a type of the storage assembly.</summary>
internal static class StoreFactory
{
    /// <summary>Makes the store of a place; nothing is read or written yet.</summary>
    /// <remarks>The storage assembly is loaded when this is compiled, so it must not be inlined.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IJobStore Create(StorePlace place) => place switch
    {
        { Kind: StoreKind.Sqlite, Path: { } file } =>
            new SqliteJobStore(file, TimeProvider.System, SystemProcessTable.Instance),
        { Kind: StoreKind.Json, Path: { } folder } =>
            new JsonJobStore(folder, TimeProvider.System, SystemProcessTable.Instance),
        _ => new MemoryJobStore(TimeProvider.System, SystemProcessTable.Instance),
    };
}
