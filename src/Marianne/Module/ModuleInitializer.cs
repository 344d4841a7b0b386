using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace Marianne.Commands;

/// <summary>
/// Resolves the storage assembly for the runtime. The assembly is loaded when a store is first used, in a load context of its
/// own, so that its packages do not conflict with those of other modules.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    // Subscribes once in a process, no matter how often the module is imported. Removing the module does not undo it: objects of
    // the module may still be in use, and a second load context would duplicate their types.
    static ModuleInitializer() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnImport()
    {
        // The static constructor has subscribed.
    }

    // PowerShell compiles in the background what earlier sessions used, and then asks for assemblies that this session may never
    // need. Therefore only the use of a store loads the assembly.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == StorageLoadContext.AssemblyName ? StorageLoadContext.StorageIfLoaded : null;
}
