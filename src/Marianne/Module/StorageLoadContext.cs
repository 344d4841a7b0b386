using System.Reflection;
using System.Runtime.Loader;

namespace Marianne.Commands;

/// <summary>
/// Where the storage assembly and its packages live, so that another module of the process may have other versions
/// of the same packages.
/// </summary>
internal sealed class StorageLoadContext : AssemblyLoadContext
{
    /// <summary>The one assembly of this context that others may ask for.</summary>
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

    /// <summary>The storage assembly; it is loaded when it is asked for first.</summary>
    /// <exception cref="MarianneException">StoreFailed: it is not where it belongs.</exception>
    public static Assembly Storage => File.Exists(StoragePath) ? Loaded.Value : throw ConnectionErrors.NotWhole(StoragePath);

    /// <summary>The storage assembly, if it has been loaded.</summary>
    public static Assembly? StorageIfLoaded => Loaded.IsValueCreated ? Loaded.Value : null;

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
