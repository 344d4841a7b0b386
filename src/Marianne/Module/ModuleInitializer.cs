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
    // Once in a process, however often and in how many runspaces the module is imported. It stays when the module is
    // removed: objects of ours may live on, and a second context would be a second set of types.
    static ModuleInitializer() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnImport()
    {
        // The work is done by the type initializer.
    }

    // While PowerShell starts, it compiles in the background what earlier sessions used, and asks for an assembly that
    // this session may never need. So nobody but a store makes it be loaded.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == StorageLoadContext.AssemblyName ? StorageLoadContext.StorageIfLoaded : null;
}
