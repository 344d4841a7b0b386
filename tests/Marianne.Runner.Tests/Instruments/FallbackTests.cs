using Marianne.History;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Instruments;

/// <summary>What a sheet does when a usage limit of its instrument is reached, and it has others.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class FallbackTests : AgentTestBase
{
    private const string Limit = "You've hit your session limit · resets 9pm (UTC)";

    [Fact]
    public async Task A_usage_limit_lets_the_next_instrument_run_at_once_and_the_history_says_why()
    {
        Job job = await RunAgentsAsync(
            Prompt("codex"), Agent("claude", Replies.ClaudeError(Limit, 429)), Agent("codex", Replies.Codex("done")));

        Sheet sheet = job.Sheets[0];
        Assert.Equal((JobStatus.Completed, 2, 0, 0), (job.Status, sheet.AttemptCount, job.RateLimitWaits, sheet.Measures.Retries));
        Assert.Equal((1, 1), (Agents.CallsOf("claude"), Agents.CallsOf("codex")));
        JobEvent change = Assert.Single(EventsOf(JobEventKind.SheetRetrying));
        Assert.Contains("(E104: ", change.Message, StringComparison.Ordinal);
        Assert.EndsWith("The prompt is given to 'codex'.", change.Message, StringComparison.Ordinal);
        Assert.Equal(["claude", "codex"], sheet.Measures.AttemptInstruments!.OrderBy(use => use.Key).Select(use => use.Value));
        Assert.Equal("claude", Assert.Single(await Learning.ListRateLimitsAsync(null, null, Cancellation)).Service);

        ExecutionHistory history = await RunHistoryBuilder.BuildAsync(Jobs, job, Prompt("codex"));
        string[] steps =
        [
            .. history.Steps().Where(step => step.Metrics.ContainsKey("instrument"))
                .Select(step => $"{step.Metrics["instrument"]}: {step.Status} {step.Error?.Contains("E104", StringComparison.Ordinal)}"),
        ];
        Assert.Equal(["claude: Failed True", "codex: Completed "], steps);
    }

    [Fact]
    public async Task The_next_sheet_uses_the_fallback_without_asking_the_limited_instrument_again()
    {
        Score score = Prompt("codex");
        Job job = await RunAgentsAsync(
            score with { Sheets = [score.Sheets[0], score.Sheets[0]] },
            Agent("claude", Replies.ClaudeError(Limit, 429)),
            Agent("codex", Replies.Codex("one"), Replies.Codex("two")));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal((1, 2), (Agents.CallsOf("claude"), Agents.CallsOf("codex")));
        Assert.Contains(
            "A usage limit of 'claude' is in force. The prompt is given to 'codex'.",
            EventsOf(JobEventKind.Warning).Select(warning => warning.Message));
    }

    [Fact]
    public async Task Credit_that_is_used_up_falls_back_instead_of_pausing_the_job()
    {
        Job job = await RunAgentsAsync(
            Prompt("codex"), Agent("claude", Replies.ClaudeError("Credit balance is too low", 400)), Agent("codex", Replies.Codex("done")));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal((1, 1), (Agents.CallsOf("claude"), Agents.CallsOf("codex")));
    }

    [Fact]
    public async Task A_fallback_that_is_not_installed_is_skipped_and_the_next_one_is_used()
    {
        Job job = await RunAgentsAsync(
            Prompt("missing", "codex"),
            Agent("claude", Replies.ClaudeError(Limit, 429)),
            ("missing", new InstrumentOptions { Command = new CommandLine(["no-such-agent"]) }),
            Agent("codex", Replies.Codex("done")));

        Assert.Equal((JobStatus.Completed, 1), (job.Status, Agents.CallsOf("codex")));
        Assert.Contains("'missing' is not installed.", Assert.Single(EventsOf(JobEventKind.SheetRetrying)).Message);
    }

    [Theory]
    [InlineData("API Error: Request rejected (429) · this may be a temporary capacity issue", 429)]
    [InlineData("API Error: 500 Internal server error. This is a server-side issue", 500)]
    public async Task Noise_is_no_reason_to_fall_back(string words, int status)
    {
        Job job = await RunAgentsAsync(
            Prompt("codex") with { Retry = new RetryOptions { MaxRetries = 1, Jitter = false } },
            Agent("claude", Replies.ClaudeError(words, status), Replies.Claude("done")),
            Agent("codex", Replies.Codex("never")));

        Assert.Equal((JobStatus.Completed, 2, 0), (job.Status, Agents.CallsOf("claude"), Agents.CallsOf("codex")));
    }

    [Fact]
    public async Task If_all_are_limited_the_sheet_waits_and_uses_its_own_instrument_again()
    {
        Job job = await RunAgentsAsync(
            Prompt("codex"),
            Agent("claude", Replies.ClaudeError("You've hit your session limit · resets in 2 hours", 429), Replies.Claude("done")),
            Agent("codex", FakeAgent.Say(
                """{"type":"thread.started","thread_id":"t"}""",
                """{"type":"turn.failed","error":{"message":"You've hit your usage limit. Try again in 3 hours."}}""") + "exit 1"));

        Assert.Equal((JobStatus.Completed, 2, 1), (job.Status, Agents.CallsOf("claude"), Agents.CallsOf("codex")));
        Assert.Equal(1, job.Sheets[0].Measures.QuotaWaits);
    }

    private (string Name, InstrumentOptions Options) Agent(string name, params string[] replies) => (name, Agents.Create(name, replies));

    private Score Prompt(params string[] fallback) => ScoreOf(1) with
    {
        Instrument = "claude",
        Sheets = [new ScoreSheet { Prompt = "do it", Fallback = fallback }],
    };

    private Task<Job> RunAgentsAsync(Score score, params (string Name, InstrumentOptions Options)[] agents) =>
        base.RunAgentsAsync(score with { Instruments = agents.ToDictionary(agent => agent.Name, agent => agent.Options) });
}
