using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Marianne.Worker.Tests;

/// <summary>Texts of scores and sheets that try to control the terminal or to reorder what it shows.</summary>
[Trait("Category", "Process")]
public sealed class HostileTextTests : WorkerTestBase
{
    private const string Hostile = "x\e]0;title\a\e[2J\u009b31m\b\u202E\u2066\u200B\u0001\uFEFFy";

    /// <summary>The same text, as <c>printf</c> of a shell writes it.</summary>
    private const string Printed = """printf 'x\033]0;title\007\033[2J\302\23331m\010\342\200\256\342\201\246\342\200\213\001y\n'""";

    [Theory]
    [InlineData("--plan")]
    [InlineData("--verbose")]
    [InlineData("--restart")]
    public async Task Do_not_reach_the_terminal(string option)
    {
        WriteScore(
            JsonSerializer.Serialize(new
            {
                name = Hostile,
                workspace = "./out",
                sheets = new[]
                {
                    new { name = Hostile + "1", command = Printed },
                    new { name = Hostile + "2", command = $"{Printed}; {Printed} >&2; exit 3" },
                },
                retry = new { max_retries = 0 },
            }),
            "score.json");

        AssertSafe(await RunAsync("run", "score.json", option));
    }

    [Fact]
    public async Task In_invalid_scores_do_not_reach_the_terminal()
    {
        WriteScore(
            JsonSerializer.Serialize(new Dictionary<string, object> { ["name"] = "x", [Hostile] = 1, ["sheets"] = new[] { Hostile } }),
            "score.json");
        AssertSafe(await RunAsync("run", "score.json"));

        WriteScore("name: x\nsheets: [\u009b2J\u202E: {");
        AssertSafe(await RunAsync("run", "score.yaml"));
    }

    [Fact]
    public async Task On_the_command_line_do_not_reach_the_terminal()
    {
        AssertSafe(await RunAsync("run", $"{Hostile}.yaml"));
        AssertSafe(await RunAsync("run", $"{Hostile}.psd1"));
        AssertSafe(await RunAsync("run", "--id", Hostile));
        AssertSafe(await RunAsync("run", "--id", "missing\u202E\u200B"));
        AssertSafe(await RunAsync(Hostile));
        AssertSafe(await RunAsync("run", "score.yaml", $"--{Hostile}"));
        AssertSafe(await RunAsync("run", "score.yaml", "--store", $"{Hostile}/a/b.db"));
    }

    private static void AssertSafe(WorkerResult result)
    {
        string text = result.Output + result.Error;
        Assert.NotEqual("", text);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isSafe = rune.Value == '\n' || (rune.Value == '\r' && OperatingSystem.IsWindows())
                || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format);
            Assert.True(isSafe, $"U+{rune.Value:X4} in {result}");
        }
    }
}
