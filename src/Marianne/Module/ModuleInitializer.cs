using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace Marianne.Commands;

/// <summary>
/// Tells the runtime, when the module is imported, where the storage assembly is. It is loaded when a store is used
/// for the first time, and with it everything it needs, out of sight of the other modules of the process.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    private static readonly Lazy<StorageLoadContext> Storage = new(() => new StorageLoadContext());

    // Once in a process, however often and in how many runspaces the module is imported. It stays when the module is
    // removed: objects of ours may live on, and a second context would be a second set of types.
    static ModuleInitializer() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnImport()
    {
        // The work is done by the type initializer.
    }

    // The runtime may ask on a thread of its own, where an exception would end the process.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == StorageLoadContext.AssemblyName && StorageLoadContext.IsThere ? Storage.Value.LoadStorage() : null;
}
