using Mono.Cecil;
using NetArchTest.Rules;

namespace Marianne.Architecture.Tests;

/// <summary>An assembly of the repository, read from the folder of the tests.</summary>
internal static class AssemblyFile
{
    public const string Core = "Marianne.Core";
    public const string Runner = "Marianne.Runner";
    public const string Storage = "Marianne.Storage";
    public const string Module = "Marianne";
    public const string Worker = "marianne-worker";

    private static readonly string[] Framework = ["System", "Microsoft.Win32", "netstandard", "mscorlib"];

    /// <summary>Returns the types of an assembly.</summary>
    public static Types TypesOf(string assembly) => Types.FromFile(PathOf(assembly));

    /// <summary>Opens an assembly to read the code of its methods.</summary>
    public static ModuleDefinition ModuleOf(string assembly) => ModuleDefinition.ReadModule(PathOf(assembly));

    /// <summary>Returns the full names of the types of an assembly that a developer wrote.</summary>
    public static string[] TypeNamesOf(string assembly)
    {
        using var module = ModuleOf(assembly);
        return [.. module.Types.Select(type => type.FullName).Where(name => !name.Contains('<', StringComparison.Ordinal))];
    }

    /// <summary>Returns the names of the assemblies of this repository that an assembly references.</summary>
    public static IEnumerable<string> ProjectsOf(string assembly) => ReferencesOf(assembly).Where(IsOurs);

    /// <summary>Returns the names of the assemblies from packages that an assembly references.</summary>
    public static IEnumerable<string> PackagesOf(string assembly) =>
        ReferencesOf(assembly).Where(name => !IsOurs(name) && !IsFramework(name));

    private static IEnumerable<string> ReferencesOf(string assembly)
    {
        using var module = ModuleOf(assembly);
        return [.. module.AssemblyReferences.Select(reference => reference.Name).Order(StringComparer.Ordinal)];
    }

    private static bool IsOurs(string name) => name is Core or Runner or Storage or Module or Worker;

    // System.Management.Automation is PowerShell, and System.CommandLine a package of the worker.
    private static bool IsFramework(string name) =>
        name is not "System.Management.Automation" and not "System.CommandLine"
        && Framework.Any(prefix => name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal));

    private static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
}
