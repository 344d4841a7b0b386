using System.Text.RegularExpressions;
using Xunit;

namespace Marianne.Architecture.Tests;

/// <summary>The pages for maintainers name files and rooms that exist.</summary>
public partial class PageTests
{
    private static readonly SourceFile Architecture = new("docs/architecture.md");

    public static TheoryData<string> Pages => ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_links_of_a_page_lead_to_files(string page)
    {
        string folder = Path.GetDirectoryName(page)!;
        string[] links =
            [.. new SourceFile(page).Lines.SelectMany(line => Link().Matches(line)).Select(match => match.Groups["path"].Value)];
        Assert.NotEmpty(links);

        Offences.AssertNone(links.Where(link => !Exists(Path.Combine(folder, link))), $"broken links of {page}");
    }

    [Theory]
    [InlineData("src/Marianne.Core")]
    [InlineData("src/Marianne.Runner")]
    [InlineData("src/Marianne")]
    public void The_page_on_the_architecture_names_every_room(string project)
    {
        string text = string.Join('\n', Architecture.Lines);
        IEnumerable<string> rooms = Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, project))
            .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal);

        Offences.AssertNone(
            rooms.Where(room => !text.Contains($"`{room}`", StringComparison.Ordinal)),
            $"rooms of {project} that the page does not name");
    }

    private static bool Exists(string path) => Path.Exists(Path.Combine(SourceTree.Root, path));

    [GeneratedRegex(@"\]\((?!https?:|#)(?<path>[^)#\s]+)")]
    private static partial Regex Link();
}
