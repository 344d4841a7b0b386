using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Runner.Tests.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Outputs;

/// <summary>A sheet uses the outputs of others as data: in commands, prompts, variables, paths and conditions.</summary>
public sealed class OutputUseRunTests : RunnerTestBase
{
    private const string Hostile = "\\\"; touch pwned #";

    [Fact]
    public async Task A_reference_is_a_dependency_and_its_value_is_data()
    {
        Find($$"""{"files": ["a b", "{{Hostile}}"], "n": 3, "ok": true, "data": {"a": 1}, "none": null}""");
        Score score = With(new ScoreSheet
        {
            Command = "do {find.files} {find.files.count} {find.n} {find.ok} {find.data} {find.other.x} {other.files} ${find.n}",
            Environment = new Dictionary<string, string> { ["FILES"] = "{find.files}", ["NONE"] = "{find.none}|" },
        });

        await RunAsync(score with { Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2 } });

        SheetAttempt attempt = FakeExecutor.Seen.Last();
        Assert.Equal([1, 2], FakeExecutor.Numbers);
        Assert.Equal(
            "do 'a b' '\"; touch pwned #' '2' '3' 'true' '{\"a\":1}' {find.other.x} {other.files} ${find.n}",
            CommandOf(attempt).Replace(" 2 ", " '2' ").Replace(" 3 ", " '3' ").Replace(" true ", " 'true' "));
        Assert.Equal("a b\n\"; touch pwned #", attempt.Environment["FILES"]);
        Assert.Equal("|", attempt.Environment["NONE"]);
    }

    [Theory]
    [InlineData("""{"files": ["a"]}""", "", true)]
    [InlineData("""{"files": []}""", "The condition {find.files.count} > 0 is false: find.files.count is 0.", false)]
    public async Task A_condition_uses_a_count(string outputs, string message, bool runs)
    {
        Find(outputs);

        Job job = await RunAsync(With(new ScoreSheet { Command = "do 2", When = "{find.files.count} > 0" }));

        Assert.Equal((JobStatus.Completed, runs ? 2 : 1), (job.Status, FakeExecutor.Seen.Count));
        Assert.Equal(message, job.Sheets[1].ErrorMessage ?? "");
    }

    [Fact]
    public async Task A_condition_guards_the_uses_of_a_sheet_that_was_skipped()
    {
        Score score = With(new ScoreSheet { Command = "do {find.files}", When = "{find.files.count} > 0" });
        ScoreSheet[] sheets = [score.Sheets[0] with { When = "false" }, score.Sheets[1]];

        Job job = await RunAsync(score with { Sheets = sheets });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal("The condition {find.files.count} > 0 is false: find.files.count is null.", job.Sheets[1].ErrorMessage);
    }

    [Theory]
    [InlineData("do {find.files}", null, "{find.files} has no value: sheet 1 'find' has no output 'files'.")]
    [InlineData("do {find.n.count}", null, "{find.n.count} has no value: the output 'n' of sheet 1 'find' is not a list.")]
    [InlineData("do {find.nul}", null, "{find.nul} has a null character")]
    [InlineData("do", "{find.files} == 'a'", "{find.files} has no value: sheet 1 'find' has no output 'files'.")]
    public async Task A_missing_or_wrong_output_fails_the_sheet_before_its_attempt(string command, string? when, string message)
    {
        Find("""{"n": 3, "nul": "a\u0000b"}""");

        Job job = await RunAsync(With(new ScoreSheet { Command = command, When = when }));

        Assert.Equal((SheetStatus.Failed, "E605", 0), (job.Sheets[1].Status, job.Sheets[1].Measures.ErrorCode, job.Sheets[1].AttemptCount));
        Assert.Contains(message, job.Sheets[1].ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_that_was_skipped_has_no_outputs()
    {
        Score score = With(new ScoreSheet { Command = "do {find.files}" });

        Job job = await RunAsync(score with { Sheets = [score.Sheets[0] with { When = "false" }, score.Sheets[1]] });

        Assert.Contains("sheet 1 'find' is Skipped, so it has no outputs.", job.Sheets[1].ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Review {find.files} of {find.n}.", "Review a b\n\"; touch pwned # of 3.")]
    [InlineData("prompt.md", "In a file: a b\n\"; touch pwned #.")]
    public async Task A_prompt_has_the_values_as_text(string prompt, string expected)
    {
        Find($$"""{"files": ["a b", "{{Hostile}}"], "n": 3}""");
        await File.WriteAllTextAsync(Folder["prompt.md"], "In a file: {find.files}.", Cancellation);

        await RunAsync(With(new ScoreSheet { Prompt = prompt, Needs = ["find"] }) with { Instrument = "ask" });

        Assert.Equal(expected, FakeExecutor.Seen.Last().Prompt);
    }

    [Fact]
    public async Task A_rule_uses_a_value_in_its_path_and_a_list_is_refused_there()
    {
        Find("""{"file": "made.txt", "files": ["a", "b"]}""");
        FakeExecutor.Return(2, call =>
        {
            File.WriteAllText(Folder["made.txt"], "");
            return Task.FromResult(FakeExecutor.Success);
        });
        Score score = With(new ScoreSheet { Command = "do 2" });

        Job job = await RunAsync(Checked("{workspace}/{find.file}"));
        Job refused = await RunAsync(Checked("{find.files}") with { Name = "lists" });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Contains("{find.files} is a list, which cannot be a part of a path", refused.Sheets[1].ErrorMessage, StringComparison.Ordinal);

        Score Checked(string path) => score with
        {
            Validations = [new ValidationRule { Type = ValidationKind.FileExists, Path = path, Sheet = 2 }],
        };
    }

    [Fact]
    public async Task A_large_value_is_read_from_its_file_and_a_changed_file_fails_the_sheet()
    {
        Find($$"""{"big": "{{new string('x', 70_000)}}"}""");
        Score score = With(new ScoreSheet { Command = "do", When = "{find.big} != ''" });
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job job = await RunAsync(score);
        Assert.Equal(70_000, ((string)FakeExecutor.Seen.Last().Score.Values.OfPlaceholders["find.big"]!).Length);

        SheetOutput output = await Jobs.ListOutputsAsync(new OutputQuery { JobId = job.Id }, Cancellation).FirstAsync(Cancellation);
        await File.WriteAllTextAsync(output.File!.Path, "\"changed\"", Cancellation);
        job = await RunAsync(score);

        Assert.Contains("was changed", job.Sheets[1].ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(2, FakeExecutor.Seen.Count);
    }

    [Fact]
    public async Task The_values_are_not_stored_with_the_job()
    {
        Find("""{"n": 3}""");

        Job job = await RunAsync(With(new ScoreSheet { Command = "do {find.n}" }));

        Assert.DoesNotContain("marianne_parameters", job.ConfigSnapshot, StringComparison.Ordinal);
    }

    private void Find(string outputs) => FakeExecutor.Return(1, call =>
    {
        call.Write($"{{\"marianne_output\": {outputs}}}\n");
        return Task.FromResult(FakeExecutor.Success);
    });

    private Score With(ScoreSheet second) => ScoreOf(2) with { Sheets = [new ScoreSheet { Name = "find", Command = "do 1" }, second] };

    private static string CommandOf(SheetAttempt attempt) => PlaceholderExpander.Expand(
        attempt.Sheet.Command!,
        attempt.Score.Values.OfPlaceholders.ToDictionary(value => value.Key, value => PlaceholderValue.Of(value.Value!)),
        isWindows: false);
}
