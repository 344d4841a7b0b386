using NetArchTest.Rules;
using Xunit;

namespace Marianne.Architecture.Tests;

/// <summary>The arrows between the assemblies, and the packages that each may use.</summary>
public class ArrowTests
{
    public static TheoryData<string, string[]> Projects => new()
    {
        { AssemblyFile.Core, [] },
        { AssemblyFile.Runner, [AssemblyFile.Core] },
        { AssemblyFile.Storage, [AssemblyFile.Core] },
        { AssemblyFile.Module, [AssemblyFile.Core, AssemblyFile.Runner] },
        { AssemblyFile.Worker, [AssemblyFile.Core, AssemblyFile.Runner, AssemblyFile.Storage] },
    };

    public static TheoryData<string, string[]> Packages => new()
    {
        { AssemblyFile.Core, [] },
        { AssemblyFile.Runner, [] },
        { AssemblyFile.Storage, ["Microsoft.Data.Sqlite", "Npgsql", "SQLitePCLRaw.batteries_v2", "SQLitePCLRaw.core", "YamlDotNet"] },
        { AssemblyFile.Module, ["System.Management.Automation"] },
        { AssemblyFile.Worker, ["System.CommandLine"] },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_references_only_those_below_it(string assembly, string[] allowed)
    {
        Offences.AssertNone(
            AssemblyFile.ProjectsOf(assembly).Except(allowed),
            $"references of {assembly}, which may use [{string.Join(", ", allowed)}]");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void An_assembly_uses_only_its_packages(string assembly, string[] allowed)
    {
        Offences.AssertNone(
            AssemblyFile.PackagesOf(assembly).Except(allowed),
            $"packages of {assembly}, which may use [{string.Join(", ", allowed)}]");
    }

    [Fact]
    public void The_storage_uses_the_public_contract_of_Core_alone()
    {
        // A store that others write can do what ours do.
        string project = File.ReadAllText(Path.Combine(SourceTree.Root, "src/Marianne.Core/Marianne.Core.csproj"));

        Assert.DoesNotContain($"InternalsVisibleTo Include=\"{AssemblyFile.Storage}\"", project, StringComparison.Ordinal);
    }

    [Fact]
    public void No_type_of_the_module_uses_one_of_the_storage()
    {
        // The name of the assembly itself is a constant of the load context.
        ConditionList rule = AssemblyFile.TypesOf(AssemblyFile.Module)
            .ShouldNot().HaveDependencyOnAny(AssemblyFile.TypeNamesOf(AssemblyFile.Storage));

        Offences.AssertNone(Offences.Of(rule), "types that use Marianne.Storage");
    }
}
