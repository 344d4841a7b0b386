using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Items that are objects: their properties are data wherever placeholders are.</summary>
public sealed class ItemObjectRunTests : RunnerTestBase
{
    private const string Requests =
        """[{"number": 1, "title": "\"; touch pwned #", "draft": false, "labels": [{"name": "bug"}, {"name": "ui"}], "user": {"login": "anna"}}, {"number": 20, "title": "x", "draft": true, "labels": []}]""";

    [Fact]
    public async Task Properties_of_an_output_are_data()
    {
        Find($$"""{"prs": {{Requests}}}""");
        Score score = ScoreOf(
            new ForEachOptions { In = "{find.prs}", As = "pr", Key = "{pr.number}" },
            "check {pr.number} {pr.title} {pr.labels.0.name} {pr.labels.count} {pr.USER.login} {pr.labels} ${pr.number}");
        score = score with
        {
            Sheets = [score.Sheets[0], score.Sheets[1] with { When = "not {pr.draft}", Environment = new Dictionary<string, string> { ["T"] = "{pr.title}" } }],
        };

        Job job = await RunAsync(score);

        Assert.Equal(["1", "20"], job.Sheets.Skip(2).Select(sheet => sheet.ItemKey));
        Assert.Equal([SheetStatus.Completed, SheetStatus.Skipped], job.Sheets.Skip(2).Select(sheet => sheet.Status));
        SheetAttempt attempt = FakeExecutor.Seen.Last();
        Assert.Equal(
            """check '1' '"; touch pwned #' 'bug' '2' 'anna' '{"name":"bug"}' '{"name":"ui"}' ${pr.number}""",
            PlaceholderExpander.Of(attempt.Score, 3).InCommand(attempt.Sheet.Command!));
        Assert.Equal("\"; touch pwned #", attempt.Environment["T"]);
        Assert.Equal(
            """{"object":{"number":1,"title":"\"; touch pwned #","draft":false,"labels":[{"object":{"name":"bug"}},{"object":{"name":"ui"}}],"user":{"object":{"login":"anna"}}}}""",
            (await Jobs.LoadItemAsync(job.Id, 3, Cancellation))?.Value);
    }

    [Theory]
    [InlineData("check {pr.titel}", null, "{pr.titel} has no value: {pr} has no property 'titel'. It has: number, title.")]
    [InlineData("check", "{pr.a} == 1", "{pr.a} has no value: {pr} has no property 'a'. It has: number, title.")]
    [InlineData("check {pr.title.x}", null, "{pr.title.x} has no value: {pr.title} is 'x', which has no properties.")]
    public async Task A_property_that_does_not_exist_is_an_error_with_those_that_do(string command, string? when, string message)
    {
        Find("""{"prs": [{"number": 1, "title": "x"}]}""");
        Score score = ScoreOf(new ForEachOptions { In = "{find.prs}", As = "pr", Key = "{pr.number}" }, command);

        Job job = await RunAsync(score with { Sheets = [score.Sheets[0], score.Sheets[1] with { When = when }] });

        Assert.Equal(SheetStatus.Failed, job.Sheets[2].Status);
        Assert.EndsWith(message, job.Sheets[2].ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{pr.nr}", null, "{pr.nr} has no value: {pr} has no property 'nr'. It has: number, title. The item is {\"number\":1,\"title\":\"x\"}.")]
    [InlineData(null, "{pr.tags.0} == 1", "{pr.tags.0} has no value: {pr} has no property 'tags'. It has: number, title. The item is {\"number\":1,\"title\":\"x\"}.")]
    public async Task A_key_or_a_condition_with_such_a_property_fails_the_sheet(string? key, string? exclude, string message)
    {
        Find("""{"prs": [{"number": 1, "title": "x"}]}""");

        Job job = await RunAsync(ScoreOf(new ForEachOptions { In = "{find.prs}", As = "pr", Key = key, Exclude = exclude is null ? [] : [exclude] }));

        Assert.Equal(2, job.TotalSheets);
        Assert.EndsWith(message, job.Sheets[1].ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_are_excluded_by_a_property()
    {
        Find($$"""{"prs": {{Requests}}}""");

        Job job = await RunAsync(ScoreOf(new ForEachOptions { In = "{find.prs}", As = "pr", Key = "{pr.number}", Exclude = ["{pr.draft}"] }));

        Assert.Equal(["1"], job.Sheets.Skip(2).Select(sheet => sheet.ItemKey));
    }

    [Fact]
    public async Task A_list_of_the_score_and_of_a_parameter_has_objects()
    {
        var one = new Dictionary<string, object?> { ["name"] = "a {who}", ["tags"] = new object[] { "x", 2L } };
        ForEachOptions options = new() { In = new object[] { one, "text" }, As = "pr", Key = "{pr}" };
        Score score = With(ScoreOf(options, "check {pr}"), ParameterType.String, "b");
        Assert.Equal("""{"name":"a b","tags":["x",2]}""", (await RunAsync(score)).Sheets[2].ItemKey);

        Score second = With(ScoreOf(options with { In = "{who}", Key = "{pr.name}" }, "check {pr.tags.1}"), ParameterType.List, new object[] { one });
        Job job = await RunAsync(second with { Name = "second" });
        Assert.Equal("a {who}", job.Sheets[2].ItemKey);
        Assert.Equal(JobStatus.Completed, job.Status);
        SheetAttempt attempt = FakeExecutor.Seen.Last();
        Assert.Equal("check '2'", PlaceholderExpander.Of(attempt.Score, 3).InCommand(attempt.Sheet.Command!));

        FakeExecutor.Seen.Clear();
        await RunAsync(new RunRequest { JobId = job.Id, ItemKeys = ["a {who}"] });
        attempt = FakeExecutor.Seen.Last();
        Assert.Equal("check '2'", PlaceholderExpander.Of(attempt.Score, 3).InCommand(attempt.Sheet.Command!));
    }

    [Fact]
    public async Task The_file_of_a_prompt_has_properties()
    {
        Find("""{"prs": [{"number": 7}]}""");
        await File.WriteAllTextAsync(Path.Combine(Folder.Path, "ask.md"), "Review {pr.number}.", Cancellation);
        Score score = ScoreOf(new ForEachOptions { In = "{find.prs}", As = "pr", Key = "{pr.number}" });
        score = score with { Sheets = [score.Sheets[0], score.Sheets[1] with { Command = null, Prompt = "ask.md", Instrument = "cat" }] };

        await RunAsync(score);

        SheetAttempt attempt = FakeExecutor.Seen.Last();
        Assert.Equal("Review 7.", PlaceholderExpander.Of(attempt.Score, 3).InText("Review {pr.number}."));
    }

    private static Score With(Score score, ParameterType type, object value) => score with
    {
        Parameters = new Dictionary<string, ParameterOptions> { ["who"] = new() { Type = type, Default = value } },
    };

    private void Find(string outputs) => FakeExecutor.Return(1, call =>
    {
        call.Write($"{{\"marianne_output\": {outputs}}}\n");
        return Task.FromResult(FakeExecutor.Success);
    });

    private Score ScoreOf(ForEachOptions forEach, string command = "check {pr}") => ScoreOf(2) with
    {
        Retry = new RetryOptions { MaxRetries = 0 },
        Sheets = [new ScoreSheet { Name = "find", Command = "do 1" }, new ScoreSheet { Name = "review", Command = command, ForEach = forEach }],
    };
}
