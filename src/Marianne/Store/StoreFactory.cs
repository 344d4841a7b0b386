using System.Reflection;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>Makes stores. It is the only place that knows what is in the storage assembly, and it knows one name.</summary>
/// <remarks>
/// The name is text, because PowerShell compiles what earlier sessions used in the background while it starts, and that
/// would load an assembly whose types the code names.
/// </remarks>
internal static class StoreFactory
{
    private const string TypeName = $"{StorageLoadContext.AssemblyName}.JobStores";

    private static readonly Lazy<IJobStores> Stores = new(Load);

    /// <summary>Makes the store of a place; nothing is read or written yet.</summary>
    public static IJobStore Create(StorePlace place) => place switch
    {
        { Kind: StoreKind.Sqlite, Path: { } file } => Stores.Value.InSqlite(file),
        { Kind: StoreKind.Json, Path: { } folder } => Stores.Value.InJson(folder),
        _ => Stores.Value.InMemory(),
    };

    private static IJobStores Load()
    {
        Type type = Assembly.Load(StorageLoadContext.AssemblyName).GetType(TypeName, throwOnError: true)!;
        return (IJobStores)Activator.CreateInstance(type, TimeProvider.System, SystemProcessTable.Instance)!;
    }
}
