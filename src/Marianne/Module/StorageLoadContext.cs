using System.Reflection;
using System.Runtime.Loader;

namespace Marianne.Commands;

/// <summary>
/// Where the storage assembly and its packages live, so that another module of the process may have other versions
/// of the same packages.
/// </summary>
internal sealed class StorageLoadContext : AssemblyLoadContext
{
    /// <summary>The one assembly that others reach into this context for.</summary>
    public const string AssemblyName = "Marianne.Storage";

    private static readonly Assembly Core = typeof(MarianneException).Assembly;

    private static readonly string StoragePath = Path.Combine(
        Path.GetDirectoryName(typeof(StorageLoadContext).Assembly.Location)!, "storage", AssemblyName + ".dll");

    private readonly AssemblyDependencyResolver _resolver = new(StoragePath);

    /// <summary>Makes the context; nothing is loaded yet.</summary>
    public StorageLoadContext()
        : base(AssemblyName)
    {
    }

    /// <summary>Whether the module is whole: the storage assembly is where it belongs.</summary>
    public static bool IsThere => File.Exists(StoragePath);

    /// <summary>Loads the storage assembly, or gives the one that is loaded.</summary>
    public Assembly LoadStorage() => LoadFromAssemblyPath(StoragePath);

    /// <summary>Whether an error is of a type that only this context knows.</summary>
    public static bool Owns(Exception error) => GetLoadContext(error.GetType().Assembly) is StorageLoadContext;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // There is one Core: its types are what users hold.
        if (assemblyName.Name == Core.GetName().Name)
            return Core;

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
