using Marianne.Options;
using Marianne.Scores;
using Marianne.Storage.Yaml;
using Xunit;

namespace Marianne.Storage.Tests.Yaml;

public sealed class YamlScoreReaderTests
{
    [Fact]
    public void A_score_is_read_with_all_its_kinds_of_keys()
    {
        Score score = Read("""
            %YAML 1.2
            ---
            name: nightly-review # every night
            workspace: ./out
            instrument: claude -p {prompt}
            secrets: [API_KEY]
            sheets:
              - name: collect
                command: git log --stat > {workspace}/log.txt
                environment: { LANG: C }
              - name: review
                prompt: |
                  Look at it.
                  Say what you see.
                timeout_seconds: 9e2
              - script: ./publish.ps1
            sheet:
              dependencies: { 2: [1], 3: 2 }
              skip_when_command: { 3: { command: "test -f {workspace}/published" } }
            retry: { max_retries: 0x2, jitter: false }
            validations:
              - { type: file_exists, path: "{workspace}/log.txt", sheet: 1 }
            """).OrThrow();

        Assert.Equal("nightly-review", score.Name);
        Assert.Equal("C", score.Sheets[0].Environment["LANG"]);
        Assert.Equal("Look at it.\nSay what you see.\n", score.Sheets[1].Prompt);
        Assert.Equal(TimeSpan.FromMinutes(15), score.TimeoutOf(2));
        Assert.True(score.Sheets[2].HasScriptFile);
        Assert.Equal([2], score.Sheet.Dependencies[3]);
        Assert.Equal("test -f {workspace}/published", score.Sheet.SkipWhenCommand[3].Command);
        Assert.Equal((2, false), (score.Retry.MaxRetries, score.Retry.Jitter));
        Assert.Equal("{workspace}/log.txt", Assert.Single(score.Validations).Path);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("yes", "yes")]
    [InlineData("no", "no")]
    [InlineData("on", "on")]
    [InlineData("'true'", "true")]
    [InlineData("\"12\"", "12")]
    [InlineData("~", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData("12", 12L)]
    [InlineData("-12", -12L)]
    [InlineData("+12", 12L)]
    [InlineData("007", 7L)]
    [InlineData("0o17", 15.0)]
    [InlineData("0xfF", 255.0)]
    [InlineData("1.5", 1.5)]
    [InlineData(".5", 0.5)]
    [InlineData("1.", 1.0)]
    [InlineData("-1e3", -1000.0)]
    [InlineData("99999999999999999999", 1e20)]
    [InlineData(".inf", double.PositiveInfinity)]
    [InlineData("-.INF", double.NegativeInfinity)]
    [InlineData(".nan", double.NaN)]
    [InlineData("1_000", "1_000")]
    [InlineData("1:30", "1:30")]
    [InlineData("2026-03-01", "2026-03-01")]
    [InlineData("=", "=")]
    [InlineData("+", "+")]
    [InlineData(">-\n  a\n  b", "a b")]
    public void A_scalar_has_the_value_of_the_core_schema(string text, object? value) =>
        Assert.Equal(value, new YamlScoreReader().Read($"key: {text}\n").Single().Value);

    [Fact]
    public void Every_problem_has_its_line_and_column()
    {
        IReadOnlyList<ScoreProblem> problems = Read("""
            naem: é😀
            sheets:
              - comand: make
              - command: make
                timeout_seconds: 0
            sheet:
              dependencies:
                two: [1]
                2: [2]
            retry: { jitter: yes,
                     max_retries: }
            """).Problems;

        Assert.Equal(
            [
                "1:1 naem", "1:1 name", "3:5 sheets[0].comand", "3:5 sheets[0]", "5:22 sheets[1].timeout_seconds",
                "8:5 sheet.dependencies.two", "9:8 sheet.dependencies.2", "10:18 retry.jitter", "11:23 retry.max_retries",
            ],
            problems.Select(problem => $"{problem.Place} {problem.Path}"));
        Assert.Equal(
            "jitter is 'yes' but must be true or false. Omit it to use the default, true.",
            problems.Single(problem => problem.Path == "retry.jitter").Message);
    }

    [Theory]
    [InlineData("", null, null, "The score is empty.")]
    [InlineData("# nothing\n", null, null, "The score is empty.")]
    [InlineData("---\n...\n", null, null, "The score is empty.")]
    [InlineData("- a\n", 1, 1, "The score is ['a'] but must be a map")]
    [InlineData("text", 1, 1, "The score is 'text' but must be a map")]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1, "Duplicate key 'a'.")]
    [InlineData("a: 1\n'a': 3\n", 2, 1, "Duplicate key 'a'.")]
    [InlineData("a: 1\n---\nb: 2\n", 2, 1, "A second document begins here, but a file has one score.")]
    [InlineData("a:\n  b: !!python/object:os.system x\n", 2, 6, "Tags such as tag:yaml.org,2002:python/object:os.system are not supported.")]
    [InlineData("a: !Type {}\n", 1, 4, "Tags such as !Type are not supported.")]
    [InlineData("!!map {}\n", 1, 1, "Tags such as tag:yaml.org,2002:map are not supported.")]
    [InlineData("a: &x [*x]\n", 1, 8, "The alias *x refers to a value that contains it.")]
    [InlineData("a: *x\n", 1, 4, "The alias *x is not defined")]
    [InlineData("? [1]\n: 2\n", 1, 3, "A key must be a string or a number")]
    [InlineData("a: [1\n", 2, 1, "Invalid YAML: ")]
    [InlineData("a: {b: x{y} }\n", null, null, "Invalid YAML: ")]
    [InlineData("a:\n\t- b\n", null, null, "Invalid YAML: ")]
    [InlineData("a: @b\n", 1, 4, "Invalid YAML: ")]
    public void An_invalid_text_is_reported_with_its_position(string text, int? line, int? column, string message)
    {
        ScoreSyntaxException error = Assert.Throws<ScoreSyntaxException>(() => new YamlScoreReader().Read(text));

        Assert.StartsWith(message, error.Message);
        if (line is not null)
            Assert.Equal(new SourcePosition(line.Value, column!.Value), error.Position);
    }

    [Fact]
    public void An_alias_has_the_value_of_its_anchor()
    {
        Score score = Read("""
            name: a
            sheets:
              - { command: x, environment: &common { A: b } }
              - { command: y, environment: *common }
            """).OrThrow();

        Assert.Equal("b", score.Sheets[1].Environment["A"]);
    }

    [Fact]
    public void A_merge_key_is_not_supported()
    {
        var result = ScoreReadResult.Of(
            new YamlScoreReader().Read("name: a\nsheets:\n  - &b { command: x }\n  - { <<: *b, name: y }\n"), Path.GetTempPath());

        ScoreProblem problem = result.Problems.Single(problem => problem.Path == "sheets[1].<<");
        Assert.Equal(
            "Merge keys are not supported: write the keys themselves, or use an alias as the value of a key.",
            problem.Suggestion);
        Assert.Equal($"sheets has no key '<<'. {problem.Suggestion}", problem.Message);
        Assert.Equal((4, 7), (problem.Line, problem.Column));
    }

    [Fact]
    public void Values_of_aliases_count_towards_the_limits()
    {
        // Each line stands for ten times the one before it.
        string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 20).Select(level =>
            $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n"));
        Assert.StartsWith("The score has more than 1,000,000 values", Error(bomb));

        string tower = "a0: &a0 [x]\n" + string.Concat(
            Enumerable.Range(1, 64).Select(level => $"a{level}: &a{level} [*a{level - 1}]\n"));
        Assert.StartsWith("Maps and lists are nested deeper than 64 levels.", Error(tower));
    }

    [Fact]
    public void Characters_of_aliases_count_towards_the_limits()
    {
        const int Length = 1_000_000;
        const int Most = ScoreLimits.MaximumCharacters / Length;
        Assert.NotNull(new YamlScoreReader().Read(Repeat(Most - 1)));
        Assert.StartsWith("The score has more than 16,777,216 characters, including those of aliases.", Error(Repeat(Most)));
        Assert.StartsWith("The score has more than 16,777,216 characters", Error($"{Repeat(8)}b: &b [*a, *a]\nc: [*b, *b, *b, *b]\n"));

        static string Repeat(int aliases) =>
            $"a: &a {{ command: {new string('x', Length)} }}\nsheets: [{string.Join(", ", Enumerable.Repeat("*a", aliases))}]\n";
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("*a ")]
    [InlineData("&a ")]
    [InlineData("a: ")]
    [InlineData("' ")]
    public void A_hostile_text_is_rejected_quickly(string part) =>
        Assert.NotEmpty(Error("a: " + string.Concat(Enumerable.Repeat(part, 200_000))));

    [Fact]
    public void Ten_thousand_sheets_are_read_valid_or_invalid()
    {
        string valid = "name: a\nsheets:\n" + string.Concat(Enumerable.Range(1, 10_000).Select(number =>
            $"  - name: sheet {number}\n    command: make all\n    timeout_seconds: 900\n    environment: {{ A: b }}\n"));
        Assert.Equal(10_000, Read(valid).OrThrow().Sheets.Count);

        string invalid = valid.Replace("command", "comand", StringComparison.Ordinal).Replace(
            "900", "-1", StringComparison.Ordinal);
        IReadOnlyList<ScoreProblem> problems = Read(invalid).Problems;
        Assert.Equal(1_001, problems.Count);
        Assert.Equal("There are 29,000 more problems. Correct these first.", problems[^1].Message);
    }

    private static ScoreReadResult Read(string text) => ScoreReadResult.Of(new YamlScoreReader().Read(text), "/work");

    private static string Error(string text) =>
        Assert.Throws<ScoreSyntaxException>(() => new YamlScoreReader().Read(text)).Message;
}
