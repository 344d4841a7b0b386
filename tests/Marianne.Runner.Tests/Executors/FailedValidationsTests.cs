using Marianne.Executors;
using Xunit;

namespace Marianne.Runner.Tests.Executors;

public sealed class FailedValidationsTests
{
    [Fact]
    public void An_empty_list_has_no_file()
    {
        using var failed = FailedValidations.Of([]);

        Assert.Equal(("", null, null), (failed.Text, failed.FilePath, failed.Problem));
    }

    [Fact]
    public void A_long_list_is_cut_at_a_line_and_the_file_has_all_of_it()
    {
        string[] lines = [.. Enumerable.Range(0, 140).Select(i => $"rule {i}: {new string('y', 990)}")];
        string path;
        using (var failed = FailedValidations.Of(lines))
        {
            string[] kept = failed.Text.Split('\n');
            path = failed.FilePath!;

            Assert.InRange(failed.Text.Length, FailedValidations.MostBytes / 2, FailedValidations.MostBytes + 100);
            Assert.Equal(lines[..(kept.Length - 1)], kept[..^1]);
            Assert.Equal(
                $"({140 - kept.Length + 1} more, see the file that MARIANNE_FAILED_VALIDATIONS_FILE names)", kept[^1]);
            Assert.Equal(lines, File.ReadAllLines(path));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_line_is_a_valid_value_of_a_variable()
    {
        using var failed = FailedValidations.Of([new string('ä', 100_000), "a\0b"]);

        Assert.InRange(failed.Text.Length, 1, 5000);
        Assert.EndsWith("\na\uFFFDb", failed.Text);
    }
}
