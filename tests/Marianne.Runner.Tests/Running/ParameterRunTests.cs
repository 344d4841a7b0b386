using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Placeholders;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>A job keeps the values of its parameters, and a run uses them as data.</summary>
public sealed class ParameterRunTests : RunnerTestBase
{
    private const string Hostile = "\"; touch pwned #";

    private static readonly string[] Items = ["a", "b"];
    private static readonly string[] HostileItems = ["a b", "$(touch pwned)"];

    private Score Score => ScoreOf(2) with
    {
        Parameters = new Dictionary<string, ParameterOptions>
        {
            ["branch"] = new() { Default = "main" },
            ["files"] = new() { Type = ParameterType.List, Default = Array.Empty<object>() },
        },
    };

    private Score WithSecret => Score with
    {
        Parameters = new Dictionary<string, ParameterOptions> { ["token"] = new() { Type = ParameterType.Secret } },
        Sheets =
        [
            new ScoreSheet { Command = "do 1", Environment = new Dictionary<string, string> { ["TOKEN"] = "{token}" } },
            new ScoreSheet { Command = "do 2" },
        ],
    };

    [Fact]
    public async Task A_resumed_job_has_the_same_values()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure(), FakeExecutor.Success);
        Job failed = await RunAsync(Request(Score, ("branch", "x")));

        Job byScore = await RunAsync(Request(Score));

        Assert.Equal((failed.Id, JobStatus.Completed), (byScore.Id, byScore.Status));
        Assert.Equal(["x", "x", "x"], FakeExecutor.Seen.Select(attempt => attempt.Score.Values.Stored["branch"]));
        Assert.Contains("\"marianne_parameters\":{\"branch\":\"x\",\"files\":[]}", byScore.ConfigSnapshot);
    }

    [Fact]
    public async Task A_job_is_resumed_by_its_id_with_its_values_and_with_a_changed_default()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure(), FakeExecutor.Failure(), FakeExecutor.Success);
        Job failed = await RunAsync(Request(Score));
        Score changed = Score with { Parameters = new Dictionary<string, ParameterOptions> { ["branch"] = new() { Default = "new" } } };

        await RunAsync(new RunRequest { JobId = failed.Id });
        Job done = await RunAsync(Request(changed));

        Assert.Equal(JobStatus.Completed, done.Status);
        Assert.All(FakeExecutor.Seen, attempt => Assert.Equal("main", attempt.Score.Values.Stored["branch"]));
    }

    [Fact]
    public async Task Another_value_is_refused_without_force()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Job failed = await RunAsync(Request(Score, ("branch", "x")));

        MarianneException error = await ThrowsAsync(MarianneError.ScoreChanged, () => PlanAsync(Request(Score, ("branch", "y"))));
        JobPlan plan = await PlanAsync(Request(Score, ("branch", "y")) with { Force = true });

        Assert.Contains("the parameter branch changed from 'x' to 'y'", error.Message);
        Assert.Equal((failed.Id, "y"), (plan.JobId, plan.Parameters["branch"]));
        Assert.NotEqual(failed.Id, (await RunAsync(Request(Score, ("branch", "y")) with { Restart = true })).Id);
    }

    [Fact]
    public async Task A_secret_is_not_stored_and_is_asked_for_by_each_run()
    {
        FakeExecutor.Return(1, call =>
        {
            string token = call.Attempt.Environment["TOKEN"]!;
            call.Write($"the token is {token}\n");
            return Task.FromResult(FakeExecutor.Failure($"refused {token}"));
        });
        Job failed = await RunAsync(Request(WithSecret, ("token", "s3cret-value")));

        Assert.DoesNotContain("s3cret-value", failed.ConfigSnapshot);
        Assert.Contains("refused ***", failed.Sheets[0].ErrorMessage);
        Assert.DoesNotContain(Events, jobEvent => jobEvent.Message.Contains("s3cret-value", StringComparison.Ordinal));
        Assert.Contains("refused ***", (await HistoryAsync())[0].Output);
        MarianneException error = await ThrowsAsync(
            MarianneError.InvalidParameter, () => RunAsync(new RunRequest { JobId = failed.Id }));
        Assert.Equal(
            "The score 'stage' needs the secret parameter 'token' for each run, because secrets are not stored. Specify the value with "
            + "-Parameter.",
            error.Message);
        FakeExecutor.Return(1, FakeExecutor.Success);
        Dictionary<string, object?> other = new() { ["token"] = "other" };
        Job done = await RunAsync(new RunRequest { JobId = failed.Id, Parameters = other });
        Assert.Equal(JobStatus.Completed, done.Status); // Another secret is not a change.
    }

    [Fact]
    public async Task A_plan_needs_no_secret_and_shows_none()
    {
        JobPlan without = await PlanAsync(Request(WithSecret));
        JobPlan with = await PlanAsync(Request(WithSecret, ("token", "s3cret-value")));

        Assert.Null(without.Parameters["token"]);
        Assert.Equal("***", with.Parameters["token"]);
        await ThrowsAsync(MarianneError.InvalidParameter, () => RunAsync(Request(WithSecret)));
        Assert.Equal(0, await Jobs.CountAsync(JobQuery.All, Cancellation));
    }

    [Fact]
    [Trait("Category", "Process")]
    [Trait("Platform", "Unix")]
    public async Task A_value_is_data_in_a_command()
    {
        Score score = Score with
        {
            Sheets =
            [
                new ScoreSheet { Command = "printf '%s|' {branch} \"{branch}\" '{branch}' x{files} {files} > {workspace}/out.txt" },
            ],
            Validations =
            [
                new() { Type = Policies.ValidationKind.CommandSucceeds, Command = "test {branch} = \"{branch}\"", RetryCount = 0 },
                new() { Type = Policies.ValidationKind.FileExists, Path = "{workspace}/out.txt", RetryCount = 0 },
            ],
        };
        RunnerServices services = Services() with { Executors = [new CommandExecutor(Commands)] };

        Job job = await RunAsync(services, await PlanAsync(Request(score, ("branch", Hostile), ("files", HostileItems))));

        Assert.Equal((JobStatus.Completed, null), (job.Status, job.ErrorMessage));
        Assert.Equal(
            $"{Hostile}|{Hostile}|{Hostile}|xa b|$(touch pwned)|a b|$(touch pwned)|",
            await File.ReadAllTextAsync(Path.Combine(Folder.Path, "out.txt"), Cancellation));
        Assert.False(File.Exists(Path.Combine(Folder.Path, "pwned")));
    }

    [Fact]
    public void A_value_that_cmd_cannot_quote_does_not_start()
    {
        Dictionary<string, string> values = new() { ["branch"] = Hostile };

        Assert.Throws<MarianneException>(() => PlaceholderExpander.Expand("echo {branch}", values, isWindows: true));
        Assert.Throws<MarianneException>(() => PlaceholderExpander.Expand("sh -c 'echo {branch}'", values, isWindows: false));
    }

    [Fact]
    public async Task A_prompt_has_the_values_as_text_and_no_secrets()
    {
        string file = Path.Combine(Folder.Path, "p.md");
        await File.WriteAllTextAsync(file, "Use {token}.", Cancellation);
        Score score = Score with
        {
            Instrument = "ask",
            Sheets = [new ScoreSheet { Prompt = "Review {branch}:\n{files}\n{score} {other}" }, new ScoreSheet { Prompt = "p.md" }],
            Parameters = new Dictionary<string, ParameterOptions>(Score.Parameters) { ["token"] = new() { Type = ParameterType.Secret } },
        };

        Job job = await RunAsync(Request(score, ("branch", "{files}"), ("files", Items), ("token", "s3cret-value")));

        Assert.Equal("Review {files}:\na\nb\n{score} {other}", FakeExecutor.Seen.Single().Prompt);
        Assert.Contains("cannot contain {token}, which is a secret.", job.Sheets[1].ErrorMessage);
    }

    [Fact]
    public void A_misspelled_placeholder_is_found()
    {
        Score score = Score with { Sheets = [new ScoreSheet { Command = "echo {brunch}" }] };

        Assert.Contains("Did you mean {branch}?", Assert.Single(PlaceholderAdvice.Of(score)).Message);
    }

    private static RunRequest Request(Score score, params (string Name, object? Value)[] values) =>
        new() { Score = score, Parameters = values.ToDictionary(item => item.Name, item => item.Value) };
}
