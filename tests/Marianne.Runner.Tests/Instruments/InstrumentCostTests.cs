using Marianne.Executors;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Runner.Tests.Running;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Instruments;

/// <summary>Where the cost of a prompt comes from.</summary>
public sealed class InstrumentCostTests : RunnerTestBase
{
    private const string Claude =
        """{"type":"result","subtype":"success","is_error":false,"result":"x","session_id":"s","num_turns":1,"duration_api_ms":9,"total_cost_usd":0.25,"usage":{"input_tokens":10,"output_tokens":20,"cache_read_input_tokens":300,"cache_creation_input_tokens":40}}""";

    private const string Codex =
        """
        {"type":"thread.started","thread_id":"t"}
        {"type":"turn.completed","usage":{"input_tokens":1000,"cached_input_tokens":400,"output_tokens":100}}
        """;

    [Fact]
    public async Task The_cost_in_the_result_of_an_agent_is_measured()
    {
        Job job = await RunAsync("claude", Claude);

        SheetMeasures measures = job.Sheets[0].Measures;
        Assert.Equal((0.25m, CostSource.Measured, 1.0), (measures.Cost, measures.CostSource, measures.CostConfidence));
        Assert.Equal(
            (10, 20, 300, 40), (measures.InputTokens, measures.OutputTokens, measures.CacheReadTokens, measures.CacheWriteTokens));
        Assert.Equal(CostSource.Measured, job.CostSource);
        Assert.Equal(CostSource.Measured, Events[^1].CostSource);
    }

    [Fact]
    public async Task The_result_of_an_agent_counts_more_than_a_reported_line()
    {
        Job job = await RunAsync("claude", Claude, UsageLineParser.Of(new UsageReport(9, 9, "other", 9m)));
        Assert.Equal((0.25m, 10), (job.Cost, job.Sheets[0].Measures.InputTokens));
    }

    [Fact]
    public async Task Tokens_without_a_cost_are_priced_by_the_profile_or_by_the_score()
    {
        Job byScore = await RunAsync("codex", Codex);
        Assert.Equal((0.0018m + 0.00012m + 0.0015m, CostSource.Priced), (byScore.Cost, byScore.CostSource!.Value));

        var prices = new Dictionary<string, PriceOptions> { ["default"] = new() { Input = 1, CacheRead = 0.5m, Output = 2 } };
        Job byProfile = await RunAsync("codex", Codex, profile: new InstrumentOptions { Prices = prices });
        Assert.Equal((0.6m + 0.2m + 0.2m, CostSource.Priced), (byProfile.Cost, byProfile.CostSource!.Value));
    }

    [Fact]
    public async Task A_reported_line_has_its_own_source()
    {
        Job measured = await RunAsync("ask", "", UsageLineParser.Of(new UsageReport(1, 1, null, 2m)));
        Job priced = await RunAsync(
            "ask2", "", UsageLineParser.Of(new UsageReport(1000, 0) { CacheReadTokens = 1000, CacheWriteTokens = 1000 }));

        Assert.Equal((2m, CostSource.Measured), (measured.Cost, measured.CostSource!.Value));
        Assert.Equal((0.003m + 0.0003m + 0.00375m, CostSource.Priced), (priced.Cost, priced.CostSource!.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_usage_line_without_a_cost_is_priced_beside_one_with_a_cost(bool costFirst)
    {
        const string Costly = "Tokens: 1k sent, 1k received. Cost: $0.10 message, $0.10 session.";
        const string Free = "Tokens: 1M sent, 1M received.";
        Job job = await RunAsync("aider", $"{(costFirst ? Costly : Free)}\nthen\n{(costFirst ? Free : Costly)}\n");

        Assert.Equal((18.1m, CostSource.Priced, 1_001_000L), (job.Cost, job.CostSource!.Value, job.Sheets[0].Measures.InputTokens));
    }

    [Fact]
    public async Task A_record_without_a_cost_is_priced_beside_one_with_a_cost_and_its_limit_holds()
    {
        var profile = new InstrumentOptions
        {
            Command = new CommandLine("agent"),
            Result = new ResultOptions
            {
                Format = ResultForm.Jsonl,
                InputTokens = ["/in"],
                OutputTokens = ["/out"],
                Cost = ["/usd"],
                Usage = UsageTotal.Sum,
            },
        };
        FakeExecutor.Return(1, Output("""
            {"in":1000,"out":0,"usd":0.1}
            {"in":1000000,"out":1000000}
            """));
        Job job = await RunAsync(PromptScore() with
        {
            Instrument = "agent",
            Instruments = new Dictionary<string, InstrumentOptions> { ["agent"] = profile },
            Sheets = [new ScoreSheet { Prompt = "a" }, new ScoreSheet { Prompt = "b" }],
            CostLimits = new CostLimitOptions { MaxCostPerJob = 0.11m },
        });

        Assert.Equal((JobStatus.Paused, 18.1m, CostSource.Priced), (job.Status, job.Cost, job.CostSource!.Value));
        Assert.Equal([1], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task Anything_else_is_estimated_and_a_limit_on_estimates_warns_once()
    {
        Score score = PromptScore() with { CostLimits = new CostLimitOptions { MaxCostPerJob = 5 } };
        Job job = await RunAsync(score with { Sheets = [new() { Prompt = "a" }, new() { Prompt = "b" }] });

        Assert.Equal(CostSource.Estimated, job.CostSource);
        JobEvent warning = Assert.Single(EventsOf(JobEventKind.Warning));
        Assert.StartsWith("The limits of cost_limits are compared with estimates", warning.Message, StringComparison.Ordinal);
        Assert.Contains("'ask'", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_on_measured_costs_does_not_warn_and_the_agent_gets_what_is_left()
    {
        FakeExecutor.Return(1, Output(Claude));
        await RunAsync(PromptScore() with { Instrument = "claude", CostLimits = new CostLimitOptions { MaxCostPerSheet = 2 } });

        Assert.Empty(EventsOf(JobEventKind.Warning));
        Assert.Equal(2m, Assert.Single(FakeExecutor.Seen).Budget);
    }

    [Fact]
    public async Task The_plan_of_the_next_job_says_where_its_expected_cost_comes_from()
    {
        await RunAsync("claude", Claude);
        JobPlan plan = await PlanAsync(PromptScore() with { Name = "claude", Instrument = "claude" });

        Assert.Equal((0.25m, CostSource.Measured), (plan.ExpectedCost, plan.CostSource));
        Assert.Equal(CostSource.Measured, Assert.Single(plan.Sheets).CostSource);
    }

    private async Task<Job> RunAsync(string instrument, string output, string? line = null, InstrumentOptions? profile = null)
    {
        FakeExecutor.Return(1, call =>
        {
            call.Write(line is null ? "" : line + "\n");
            return Task.FromResult(Output(output));
        });
        return await RunAsync(new RunRequest
        {
            Score = PromptScore() with
            {
                Name = instrument,
                Instrument = instrument,
                Instruments = profile is null ? new Dictionary<string, InstrumentOptions>() : new Dictionary<string, InstrumentOptions> { [instrument] = profile },
            },
            Restart = true,
        });
    }

    private static CommandResult Output(string text) => new() { ExitCode = 0, Output = text, OutputLength = text.Length };
}
