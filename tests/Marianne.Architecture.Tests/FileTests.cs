using Xunit;

namespace Marianne.Architecture.Tests;

/// <summary>What a source file holds, and where it is.</summary>
public class FileTests
{
    private const int LongestSource = 300;
    private const int LongestView = 700;
    private const int LongestLine = 160;

    private static readonly string[] VagueFolders = ["Common", "Helpers", "Managers", "Misc", "Shared", "Utilities", "Utils"];

    private static readonly IReadOnlyList<SourceFile> Sources = SourceTree.Files("src", "*.cs");

    /// <summary>Projects in which the first folder of a file is its namespace; deeper folders share that of their room.</summary>
    public static TheoryData<string, string> ProjectsWithRooms => new()
    {
        { "src/Marianne.Core", "Marianne" },
        { "src/Marianne.Runner", "Marianne" },
        { "src/Marianne.Storage", "Marianne.Storage" },
    };

    [Theory]
    [MemberData(nameof(ProjectsWithRooms))]
    public void A_namespace_is_the_room_of_its_file(string project, string root)
    {
        IEnumerable<object> found =
            from file in SourceTree.Files(project, "*.cs")
            let expected = string.Join('.', file.Folders.Take(1).Prepend(root))
            where file.Namespace != expected
            select (object)$"{file} is in {file.Namespace} and not in {expected}";

        Offences.AssertNone(found, "files whose namespace is not their room");
    }

    [Fact]
    public void A_file_of_the_module_is_in_the_namespace_of_the_cmdlets()
    {
        IEnumerable<object> found =
            from file in SourceTree.Files("src/Marianne", "*.cs")
            where file.Namespace != (file.Stem is "MarianneStore" or "MarianneOutput" or "MarianneApproval" ? "Marianne" : "Marianne.Commands")
            select (object)$"{file} is in {file.Namespace}";

        Offences.AssertNone(found, "files in another namespace");
    }

    [Fact]
    public void A_file_holds_one_public_type_at_most()
    {
        IEnumerable<object> found =
            from file in Sources
            let names = file.Types.Where(type => type.IsPublic).Select(type => type.Name).Distinct().ToArray()
            where names.Length > 1
            select (object)$"{file}: {string.Join(", ", names)}";

        Offences.AssertNone(found, "files with several public types");
    }

    [Fact]
    public void A_file_is_named_after_its_type()
    {
        IEnumerable<object> found =
            from file in Sources
            where file.Stem != "Program"
            let isPublic = file.Types.Any(type => type.IsPublic)
            let names = file.Types.Where(type => type.IsPublic == isPublic).Select(type => type.Name).ToArray()
            where !names.Contains(file.Stem)
            select (object)$"{file}: {string.Join(", ", names)}";

        Offences.AssertNone(found, "files with another name than their type");
    }

    [Fact]
    public void No_source_file_is_longer_than_300_lines() => AssertLength("*.cs", LongestSource);

    [Fact]
    public void No_line_is_longer_than_160_characters()
    {
        IEnumerable<object> found =
            from file in Sources
            from line in file.Lines.Index()
            where line.Item.Length > LongestLine
            select (object)$"{file}:{line.Index + 1}: {line.Item.Length} characters";

        Offences.AssertNone(found, "lines that are too long");
    }

    [Fact]
    public void No_view_file_is_longer_than_700_lines() => AssertLength("*.ps1xml", LongestView);

    [Fact]
    public void A_folder_is_a_concept_of_the_domain()
    {
        IEnumerable<string> found = SourceTree.Folders("src")
            .Where(folder => VagueFolders.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase));

        Offences.AssertNone(found, "folders that name no concept");
    }

    private static void AssertLength(string pattern, int most)
    {
        IReadOnlyList<SourceFile> files = SourceTree.Files("src", pattern);
        Assert.NotEmpty(files);
        Offences.AssertNone(
            files.Where(file => file.Lines.Count > most).Select(file => $"{file}: {file.Lines.Count} lines"),
            "files that are too long");
    }
}
