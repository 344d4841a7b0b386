using NetArchTest.Rules;
using Xunit;

namespace Marianne.Architecture.Tests;

/// <summary>The rooms of Core: the folders that are also its namespaces.</summary>
public class RoomTests
{
    private static readonly string[] FileAndProcessTypes =
    [
        "System.IO.Directory",
        "System.IO.DirectoryInfo",
        "System.IO.DriveInfo",
        "System.IO.File",
        "System.IO.FileInfo",
        "System.IO.FileStream",
        "System.IO.FileSystemInfo",
        "System.IO.RandomAccess",
        "System.Diagnostics.Process",
        "System.Diagnostics.ProcessStartInfo",
    ];

    private static readonly string[] Rooms =
    [
        .. Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src/Marianne.Core"))
            .Select(path => Path.GetFileName(path)).Order(),
    ];

    [Fact]
    public void The_rooms_of_Core_use_each_other_in_one_direction()
    {
        RoomGraph graph = ReadGraph();
        IReadOnlyList<string>? cycle = graph.FindCycle();

        Assert.True(cycle is null, $"Rooms of Core use each other in a cycle: {graph.Describe(cycle ?? [])}");
        Assert.NotEmpty(graph.TypesThatUse("Policies", "Durations"));
    }

    [Fact]
    public void The_errors_at_the_root_of_Core_use_no_room()
    {
        ConditionList rule = AssemblyFile.TypesOf(AssemblyFile.Core)
            .That().ResideInNamespaceMatching("^Marianne$")
            .ShouldNot().HaveDependencyOnAny([.. Rooms.Select(NamespaceOf)]);

        Offences.AssertNone(Offences.Of(rule), "types at the root that use a room");
    }

    [Fact]
    public void Only_the_room_Files_touches_files_and_processes()
    {
        ConditionList rule = AssemblyFile.TypesOf(AssemblyFile.Core)
            .That().DoNotResideInNamespace("Marianne.Files")
            .ShouldNot().HaveDependencyOnAny(FileAndProcessTypes);

        Offences.AssertNone(Offences.Of(rule), "types of Core that touch files or processes");
    }

    private static RoomGraph ReadGraph()
    {
        var graph = new RoomGraph();
        foreach (string from in Rooms)
        {
            foreach (string to in Rooms.Where(to => to != from))
                graph.Add(from, to, TypesThatUse(from, to));
        }

        return graph;
    }

    private static IReadOnlyList<string> TypesThatUse(string from, string to) => Offences.Of(
        AssemblyFile.TypesOf(AssemblyFile.Core)
            .That().ResideInNamespace(NamespaceOf(from))
            .ShouldNot().HaveDependencyOn(NamespaceOf(to)));

    private static string NamespaceOf(string room) => $"Marianne.{room}";
}
