using Marianne.Jobs;
using Xunit;

namespace Marianne.Runner.Tests.Jobs;

public sealed class ArtifactScannerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marianne-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("sheet*-report.md", 12, "sheet1-report.md", "sheet12-report.md", "sheet3-report.md", "sheet99-other.md")]
    [InlineData("*", 7, "a-sheet7-sheet99.md", "sheet2")]
    [InlineData("*", 3, "Sheet9.md", "SHEET8.md", "sheet3.md")]
    [InlineData("*.md", 4, "sheet04.md", "sheet.md", "report.md")]
    [InlineData("*", 5, "sheet99999999999999999999.md", "sheet5.md")]
    [InlineData("sheet?.md", 2, "sheet2.md", "sheet10.md")]
    public void The_highest_number_of_a_matching_file_is_the_last_completed_sheet(
        string pattern, int expected, params string[] files)
    {
        foreach (string file in files)
            File.WriteAllText(Path.Combine(_folder, file), "");
        Directory.CreateDirectory(Path.Combine(_folder, "sheet500-report.md"));

        Assert.Equal(expected, ArtifactScanner.LastCompletedSheet(_folder, pattern));
    }

    [Fact]
    public void Without_the_folder_or_a_matching_file_there_is_no_completed_sheet()
    {
        File.WriteAllText(Path.Combine(_folder, "notes.md"), "");

        Assert.Null(ArtifactScanner.LastCompletedSheet(_folder, "*"));
        Assert.Null(ArtifactScanner.LastCompletedSheet(Path.Combine(_folder, "missing"), "*"));
    }
}
