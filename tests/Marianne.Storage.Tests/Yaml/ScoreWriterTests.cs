using Marianne.Options;
using Marianne.Scores;
using Marianne.Storage.Yaml;
using Xunit;

namespace Marianne.Storage.Tests.Yaml;

public sealed class ScoreWriterTests
{
    public static TheoryData<string> Texts => new(
        "make all", "yes", "null", "Null", "1.5", "0x1F", "1e3", ".5", "-", "- a", "? a", "a: b", "a # b", "#", "'", "''", "\"",
        "\\", "\\n'",
        "x\ny", "x\n\n  y\n", " x\n", "x\n", "x\n\n", "\nx\ny", "x\r\ny", "a\tb", "x\ty\nz", "[1]", "{a}", "a]", "*a", "&a",
        "!a", "%a", "@a", "`a",
        "|", ">", "a ", " a", "é", "😀", "a😀\nb", "‘curly’", "\u2028", "x\u2028\ny", "\uFEFFx", "\u0085", "\u001b[0m", "a:", ":a",
        "<<", "=", "~",
        ".", "..", "./x", "a, b", "---", "...", "--- a\nb", "x\n--- y", "true", "on", "1_000", "{workspace}/a b.txt",
        "trailing\n \n", "x  \ny");

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_text_comes_back_from_YAML_and_JSON(string text)
    {
        var score = new Score
        {
            Name = "a",
            Description = text,
            Secrets = [text, text],
            Sheets = [new() { Command = "x", Name = text, Environment = new Dictionary<string, string> { [text] = text } }],
        };
        SourceMap tree = ScoreTree.Of(score);

        Assert.Equal(ScoreJson.TextOf(tree),
            ScoreJson.TextOf(new YamlScoreReader().Read(ScoreWriter.Write(tree, ScoreFormat.Yaml))));
        Assert.Equal(
            ScoreJson.TextOf(tree),
            ScoreJson.TextOf(new JsonScoreReader().Read(ScoreWriter.Write(tree, ScoreFormat.Json)).Without(ScoreSchema.Keyword)));
    }

    [Fact]
    public void What_stands_in_comments_is_good_too_and_changes_nothing()
    {
        var score = new Score { Name = "a", Sheets = [new() { Command = "x" }], Retry = new() { MaxRetries = 1 } };

        string text = ScoreWriter.Write(ScoreTree.Of(score), ScoreFormat.Yaml);
        int comments = text.IndexOf("\n# sheet:", StringComparison.Ordinal);
        string uncommented = text[..comments] + text[comments..].Replace("\n# ", "\n", StringComparison.Ordinal);

        Assert.StartsWith($"# yaml-language-server: $schema={ScoreSchema.Address}\n", text);
        Assert.DoesNotContain("# retry", text);
        Assert.Contains("\nrate_limit:", uncommented);
        Score read = ScoreReadResult.Of(new YamlScoreReader().Read(uncommented), "/").OrThrow();
        Assert.Equal(
            ScoreJson.Of(score with
            {
                RateLimit = new() { WaitMinutes = 60 },
                CircuitBreaker = new() { HonorOtherJobsRateLimits = true },
                CostLimits = new() { Enabled = false }
            }),
            ScoreJson.Of(read));
    }
}
