using CsCheck;
using Marianne.Options;
using Marianne.Scores;
using Marianne.Storage.Yaml;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Yaml;

public sealed class ScoreWriterTests
{
    public static TheoryData<string> Texts => new(
        "make all", "yes", "null", "Null", "1.5", "0x1F", "1e3", ".5", "-", "- a", "? a", "a: b", "a # b", "#", "'", "''", "\"",
        "\\", "\\n'",
        "x\ny", "x\n\n  y\n", " x\n", "x\n", "x\n\n", "\nx\ny", "x\r\ny", "a\tb", "x\ty\nz", "x\n\ty", "[1]", "{a}", "a]", "*a",
        "&a", "!a", "%a", "@a", "`a",
        "|", ">", "a ", " a", "é", "😀", "a😀\nb", " 😀", "‘curly’", "\u2028", "x\u2028\ny", "\uFEFFx", "\u0085", "\u001b[0m",
        "a:", ":a", "<<", "=", "~",
        ".", "..", "./x", "a, b", "---", "...", "--- a\nb", "x\n--- y", "true", "on", "1_000", "{workspace}/a b.txt",
        "trailing\n \n", "x  \ny", "-.inf", "2026-03-01", "");

    [Theory]
    [MemberData(nameof(Texts))]
    public void YAML_and_JSON_keep_every_text(string text)
    {
        var score = new Score
        {
            Name = "a",
            Description = text,
            Secrets = [text, text],
            Sheets = [new() { Command = "x", Name = text, Environment = new Dictionary<string, string> { [text] = text } }],
        };

        AssertSameAfterYaml(score);
        Assert.Equal(
            ScoreJson.Of(score),
            ScoreJson.TextOf(new JsonScoreReader().Read(new JsonScoreWriter().Write(ScoreTree.Of(score)))
                .Without(ScoreSchema.Keyword)));
    }

    [Fact]
    public void YAML_keeps_every_score() => SampleScores.Any.Sample(AssertSameAfterYaml);

    [Fact]
    public void YAML_is_written_as_a_user_would_write_it()
    {
        var score = new Score
        {
            Name = "nightly",
            Description = "Collects: 10 files",
            Instrument = "claude -p {prompt}",
            Secrets = ["API_KEY"],
            Sheets =
            [
                new() { Name = "collect", Command = "git log --oneline | head -5 > \"log.txt\"", TimeoutSeconds = 2.5 },
                new()
                {
                    Name = "1",
                    Prompt = "Read log.txt 📈 and\n\n- say what changed: briefly\n\tthen stop.\n",
                    Environment = new Dictionary<string, string> { ["LANG"] = "no", ["A-B"] = "" },
                },
                new() { Prompt = "📈", Name = "\u001b[0m" },
            ],
            Sheet = new() { Dependencies = new SortedDictionary<int, IReadOnlyCollection<int>> { [2] = [1] } },
            Retry = new() { Jitter = false },
        };

        string text = new YamlScoreWriter().Write(ScoreTree.Of(score));

        Assert.StartsWith(
            $"""
            # yaml-language-server: $schema={ScoreSchema.Address}
            # {ScoreComments.Introduction}

            name: nightly
            description: 'Collects: 10 files'
            instrument: claude -p {"{prompt}"}
            sheets:
              - name: collect
                command: git log --oneline | head -5 > "log.txt"
                timeout_seconds: 2.5
              - name: '1'
                prompt: |
                  Read log.txt 📈 and

                  - say what changed: briefly
                  {"\t"}then stop.
                environment:
                  A-B: ''
                  LANG: 'no'
              - name: "\e[0m"
                prompt: |-
                  📈
            secrets:
              - API_KEY
            sheet:
              dependencies:
                2:
                  - 1
            retry:
              jitter: false

            # More sections, with their default values.
            # Get-Help about_Marianne_Policies explains each key.
            # rate_limit:
            #   detection_patterns: []
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void The_commented_sections_are_valid_and_have_the_defaults()
    {
        var score = new Score { Name = "a", Sheets = [new() { Command = "x" }], Retry = new() { MaxRetries = 1 } };

        string text = new YamlScoreWriter().Write(ScoreTree.Of(score));
        int comments = text.IndexOf("\n# sheet:", StringComparison.Ordinal);
        string uncommented = text[..comments] + text[comments..].Replace("\n# ", "\n", StringComparison.Ordinal);

        Assert.DoesNotContain("# retry", text);
        Assert.Contains("\nrate_limit:", uncommented);
        Score read = ScoreReadResult.Of(new YamlScoreReader().Read(uncommented), "/").OrThrow();
        Assert.Equal(
            ScoreJson.Of(score with
            {
                RateLimit = new() { WaitMinutes = 60 },
                CircuitBreaker = new() { Enabled = true, HonorOtherJobsRateLimits = true },
                CostLimits = new() { Enabled = false }
            }),
            ScoreJson.Of(read));
    }

    [Theory]
    [InlineData(typeof(YamlScoreWriter), ".yaml")]
    [InlineData(typeof(DataFileScoreWriter), ".psd1")]
    public void A_score_with_all_sections_has_no_commented_sections(Type type, string extension)
    {
        var score = new SourceMap();
        foreach (OptionKey key in Score.Section.Keys.Where(key => key.Kind == OptionValueKind.Section))
            score.TryAdd(key.Name, new SourceMap());

        string text = ((IScoreWriter)Activator.CreateInstance(type)!).Write(score);

        Assert.DoesNotContain("More sections", text);
        Assert.EndsWith(extension == ".psd1" ? "    retention = @{}\n}\n" : "\nretention: {}\n", text);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_replaced()
    {
        var map = new SourceMap();
        map.TryAdd("\ud83d", "a\ude00");

        SourceMap read = new YamlScoreReader().Read(new YamlScoreWriter().Write(map));

        Assert.Equal("a\uFFFD", read.Find("\uFFFD")?.Value);
    }

    private static void AssertSameAfterYaml(Score score) => Assert.Equal(
        ScoreJson.Of(score), ScoreJson.TextOf(new YamlScoreReader().Read(new YamlScoreWriter().Write(ScoreTree.Of(score)))));
}
