using Marianne.Options;
using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

public sealed class JsonScoreReaderTests
{
    [Fact]
    public void A_score_is_read_with_comments_and_trailing_commas()
    {
        ScoreReadResult result = ScoreReadResult.Of(
            new JsonScoreReader().Read(
                """
                // What it does.
                { "$schema": "x", "name": "nightly", /* here */
                  "sheets": [ { "command": "make", "timeout_seconds": 2.5, }, ], } // end
                """),
            "/work");

        Score score = result.OrThrow();
        Assert.Equal("nightly", score.Name);
        Assert.Equal(TimeSpan.FromSeconds(2.5), score.TimeoutOf(1));
        Assert.Equal(Path.GetFullPath("/work"), score.WorkspacePath);
    }

    [Fact]
    public void Every_problem_has_its_line_and_column()
    {
        const string Text = """
            { "name": "é😀", "sheets": [
                { "comand": "make" },
                { "command": "make", "timeout_seconds": 0 } ],
              "sheet": { "dependencies": { "two": [1], "2": [2] } },
              "retry": { "jitter": "yes" } }
            """;

        IReadOnlyList<ScoreProblem> problems = ScoreReadResult.Of(new JsonScoreReader().Read(Text), "/", "/a.json").Problems;

        Assert.Equal(
            [
                "/a.json:2:5 sheets[0]", "/a.json:2:7 sheets[0].comand", "/a.json:3:45 sheets[1].timeout_seconds",
                "/a.json:4:32 sheet.dependencies.two", "/a.json:4:49 sheet.dependencies.2", "/a.json:5:24 retry.jitter",
            ],
            problems.Select(problem => $"{problem.Place} {problem.Path}"));
        Assert.Equal("command", problems[1].Suggestion);
    }

    [Theory]
    [InlineData("", null, null, "The score is empty.")]
    [InlineData(" \n ", null, null, "The score is empty.")]
    [InlineData("[]", 1, 1, "The score is [] but must be a map")]
    [InlineData("null", 1, 1, "The score is null but must be a map")]
    [InlineData("{\n  \"a\": 1,\n  \"a\": 2 }", 3, 3, "Duplicate key 'a'.")]
    [InlineData("{\n \"é\": tru }", 2, 10, "Invalid JSON:")]
    [InlineData("{ \"a\": 1", 1, 9, "Invalid JSON:")]
    [InlineData("{} {}", 1, 4, "Invalid JSON:")]
    [InlineData("{ \"a\": \"\\ud800\" }", 1, 8, "The string contains an unpaired surrogate")]
    [InlineData("{ \"\\udc00\": 1 }", 1, 3, "The string contains an unpaired surrogate")]
    public void An_invalid_text_is_reported_with_its_position(string text, int? line, int? column, string message)
    {
        ScoreSyntaxException error = Assert.Throws<ScoreSyntaxException>(() => new JsonScoreReader().Read(text));

        Assert.StartsWith(message, error.Message);
        Assert.Equal(line is null ? null : new SourcePosition(line.Value, column!.Value), error.Position);
    }

    [Fact]
    public void Nesting_has_a_limit()
    {
        Assert.NotNull(new JsonScoreReader().Read($"{{\"a\":{new string('[', 63)}{new string(']', 63)}}}"));
        Assert.StartsWith("Maps and lists are nested deeper than 64 levels.",
            Error($"{{\"a\":{new string('[', 64)}{new string(']', 64)}}}"));
        Assert.StartsWith("Maps and lists are nested deeper than 64 levels.", Error($"{{\"a\":{new string('[', 1_000_000)}"));
    }

    [Fact]
    public void Values_and_keys_have_a_limit()
    {
        Assert.StartsWith("The score has more than 1,000,000 values",
            Error($"{{\"a\":[{string.Join(',', Enumerable.Repeat(1, 1_000_000))}]}}"));
        Assert.StartsWith("A key has more than 1000 characters.", Error($"{{\"{new string('a', 1001)}\":1}}"));
    }

    [Fact]
    public void Ten_thousand_sheets_on_one_line_are_read_valid_or_invalid()
    {
        Assert.True(Read(10_000, """{"name":"s","command":"make all","timeout_seconds":9,"environment":{"A":"b"}}""").IsValid);

        IReadOnlyList<ScoreProblem> problems = Read(10_000, """{"comand":"make all","timeout_seconds":-9}""").Problems;
        Assert.Equal(1_001, problems.Count);
        Assert.All(problems.SkipLast(1), problem => Assert.NotNull(problem.Column));
        Assert.Contains("There are 29,000 more problems.", Read(10_000, """{"comand":"x","timeout_seconds":-9}""").Failure!.Message);
        Assert.Equal("sheets", Assert.Single(Read(10_001, """{"command":"x"}""").Problems).Path);

        static ScoreReadResult Read(int count, string sheet) => ScoreReadResult.Of(
            new JsonScoreReader().Read($$"""{"name":"a","sheets":[{{string.Join(',', Enumerable.Repeat(sheet, count))}}]}"""),
                "/");
    }

    [Fact]
    public void A_snapshot_of_ten_thousand_sheets_can_be_compared()
    {
        var score = new Score
        {
            Name = "a",
            Sheets = [.. Enumerable.Range(1, 10_000).Select(number => new ScoreSheet { Command = $"c{number}" })]
        };
        Score other = ScoreJson.Read(ScoreJson.Of(score), "/");
        Assert.Equal([10_000],
            ScoreChanges.Between(
                score, other with { Sheets = [.. other.Sheets.SkipLast(1), new() { Command = "x" }] }).ChangedSheets);
    }

    private static string Error(string text) =>
        Assert.Throws<ScoreSyntaxException>(() => new JsonScoreReader().Read(text)).Message;
}
