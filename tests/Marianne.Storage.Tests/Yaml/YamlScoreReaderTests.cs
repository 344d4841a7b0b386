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
    public void A_scalar_means_what_the_core_schema_says(string text, object? value) =>
        Assert.Equal(value, new YamlScoreReader().Read($"key: {text}\n").Single().Value);

    [Fact]
    public void Every_problem_has_the_line_and_the_column_of_what_is_wrong()
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
            "jitter is 'yes', and must be true or false. Leave it out for true.",
            problems.Single(problem => problem.Path == "retry.jitter").Message);
    }

    [Theory]
    [InlineData("", null, null, "It is empty.")]
    [InlineData("# nothing\n", null, null, "It is empty.")]
    [InlineData("---\n...\n", null, null, "It is empty.")]
    [InlineData("- a\n", 1, 1, "It is ['a'], and must be keys and values")]
    [InlineData("text", 1, 1, "It is 'text', and must be keys and values")]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, 1, "The key 'a' is there twice.")]
    [InlineData("a: 1\n'a': 3\n", 2, 1, "The key 'a' is there twice.")]
    [InlineData("a: 1\n---\nb: 2\n", 2, 1, "A second document begins here.")]
    [InlineData("a:\n  b: !!python/object:os.system x\n", 2, 6, "The tag tag:yaml.org,2002:python/object:os.system names a type")]
    [InlineData("a: !Type {}\n", 1, 4, "The tag !Type names a type")]
    [InlineData("!!map {}\n", 1, 1, "The tag tag:yaml.org,2002:map names a type")]
    [InlineData("a: &x [*x]\n", 1, 8, "The alias *x stands for what it is a part of")]
    [InlineData("a: *x\n", 1, 4, "The alias *x stands for nothing")]
    [InlineData("? [1]\n: 2\n", 1, 3, "A key is a plain text or a number")]
    [InlineData("a: [1\n", 2, 1, "It is no YAML: ")]
    [InlineData("a: {b: x{y} }\n", null, null, "It is no YAML: ")]
    [InlineData("a:\n\t- b\n", null, null, "It is no YAML: ")]
    [InlineData("a: @b\n", 1, 4, "It is no YAML: ")]
    public void What_is_no_score_is_told_with_its_place(string text, int? line, int? column, string message)
    {
        ScoreSyntaxException error = Assert.Throws<ScoreSyntaxException>(() => new YamlScoreReader().Read(text));

        Assert.StartsWith(message, error.Message);
        if (line is not null)
            Assert.Equal(new SourcePosition(line.Value, column!.Value), error.Mark);
    }

    [Fact]
    public void An_alias_is_what_its_anchor_stands_for()
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
    public void A_merge_key_is_told_to_be_none()
    {
        var reading = ScoreReadResult.Of(
            new YamlScoreReader().Read("name: a\nsheets:\n  - &b { command: x }\n  - { <<: *b, name: y }\n"), Path.GetTempPath());

        ScoreProblem problem = reading.Problems.Single(problem => problem.Path == "sheets[1].<<");
        Assert.Equal("Merge keys are not supported: write the keys themselves, or give a key an alias as its value.", problem.Suggestion);
        Assert.Equal($"sheets has no key '<<'. {problem.Suggestion}", problem.Message);
        Assert.Equal((4, 7), (problem.Line, problem.Column));
    }

    [Fact]
    public void Aliases_cannot_stand_for_more_than_there_may_be()
    {
        // Each line stands for ten times the one before it.
        string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 20).Select(level =>
            $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n"));
        Assert.StartsWith("There are more than 1,000,000 values", Refusal(bomb));

        string tower = "a0: &a0 [x]\n" + string.Concat(
            Enumerable.Range(1, 64).Select(level => $"a{level}: &a{level} [*a{level - 1}]\n"));
        Assert.StartsWith("Keys and lists are nested deeper than 64.", Refusal(tower));
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
    public void A_hostile_text_is_refused_in_time(string part) =>
        Assert.NotEmpty(Refusal("a: " + string.Concat(Enumerable.Repeat(part, 200_000))));

    [Fact]
    public void Ten_thousand_sheets_are_read_good_or_bad()
    {
        string good = "name: a\nsheets:\n" + string.Concat(Enumerable.Range(1, 10_000).Select(number =>
            $"  - name: sheet {number}\n    command: make all\n    timeout_seconds: 900\n    environment: {{ A: b }}\n"));
        Assert.Equal(10_000, Read(good).OrThrow().Sheets.Count);

        string bad = good.Replace("command", "comand", StringComparison.Ordinal).Replace("900", "-1", StringComparison.Ordinal);
        IReadOnlyList<ScoreProblem> problems = Read(bad).Problems;
        Assert.Equal(30_000, problems.Count);
        Assert.Equal(40_001, problems[^1].Line);
    }

    private static ScoreReadResult Read(string text) => ScoreReadResult.Of(new YamlScoreReader().Read(text), "/work");

    private static string Refusal(string text) =>
        Assert.Throws<ScoreSyntaxException>(() => new YamlScoreReader().Read(text)).Message;
}
