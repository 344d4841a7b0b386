using System.Reflection;
using System.Runtime.Loader;

namespace Marianne.Commands;

/// <summary>
/// The load context of the storage assembly and its packages, so that other modules can use other versions of the same
/// packages.
/// </summary>
internal sealed class StorageLoadContext : AssemblyLoadContext
{
    /// <summary>The name of the only assembly of this context that other assemblies can load.</summary>
    public const string AssemblyName = "Marianne.Storage";

    private static readonly Assembly Core = typeof(MarianneException).Assembly;

    private static readonly string StoragePath = Path.Combine(
        Path.GetDirectoryName(typeof(StorageLoadContext).Assembly.Location)!, "storage", AssemblyName + ".dll");

    private static readonly Lazy<Assembly> Loaded =
        new(() => new StorageLoadContext().LoadFromAssemblyPath(StoragePath));

    private readonly AssemblyDependencyResolver _resolver = new(StoragePath);

    private StorageLoadContext()
        : base(AssemblyName)
    {
    }

    /// <summary>The storage assembly. It is loaded on first use.</summary>
    /// <exception cref="MarianneException">StoreFailed: its file is missing.</exception>
    public static Assembly Storage =>
        File.Exists(StoragePath) ? Loaded.Value : throw ConnectionErrors.IncompleteInstallation(StoragePath);

    /// <summary>The storage assembly, or <c>null</c> if it has not been loaded.</summary>
    public static Assembly? StorageIfLoaded => Loaded.IsValueCreated ? Loaded.Value : null;

    /// <summary>Determines whether the type of an error is defined in this context.</summary>
    public static bool Owns(Exception error) => GetLoadContext(error.GetType().Assembly) is StorageLoadContext;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Core is shared with the module: users hold objects of its types.
        if (assemblyName.Name == Core.GetName().Name)
            return Core;

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
