using System.Text;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Instruments;

/// <summary>Sessions of agents are continued, so that what was paid for is not paid again.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class SessionTests : AgentTestBase
{
    private const string Continuation = "The last attempt was interrupted. Its results were kept. Continue";

    [Fact]
    public async Task A_session_is_continued_after_a_limit_and_told_what_is_missing()
    {
        Score score = Prompt("claude", Replies.ClaudeError("You've hit your session limit · resets in 2 hours", 429),
            Replies.Claude("done") + $"touch '{Folder["result"]}'\n");
        Job job = await RunAgentsAsync(score with
        {
            Validations = [new ValidationRule { Type = ValidationKind.FileExists, Path = "result", Description = "the result", RetryCount = 0 }],
        });

        Assert.Equal((JobStatus.Completed, 2), (job.Status, Agents.CallsOf("claude")));
        Assert.DoesNotContain("--resume", Agents.ArgumentsOf("claude"));
        Assert.Equal(["--resume", Replies.Session], Agents.ArgumentsOf("claude", 2)[^2..]);
        Assert.Equal("do it", Input("claude"));
        Assert.StartsWith(Continuation, Input("claude", 2), StringComparison.Ordinal);
        Assert.Contains("These checks fail:\n- the result: ", Input("claude", 2), StringComparison.Ordinal);
        Assert.Equal((Replies.Session, "claude"), (job.Sheets[0].Measures.SessionId, job.Sheets[0].Measures.SessionInstrument));
        Assert.Equal(0.3m, job.Cost);
    }

    [Fact]
    public async Task A_cap_of_the_agent_continues_its_session_and_counts_as_a_completion()
    {
        string capped = Replies.ClaudeError("", 0, "error_max_turns");
        Job job = await RunAgentsAsync(Prompt("claude", capped, capped, Replies.Claude("done")));

        Assert.Equal((JobStatus.Completed, 3, 0), (job.Status, Agents.CallsOf("claude"), job.Sheets[0].Measures.Retries));
        Assert.Equal("success_completion", job.Sheets[0].OutcomeCategory);
        Assert.Contains("--resume", Agents.ArgumentsOf("claude", 3));
    }

    [Fact]
    public async Task Caps_are_continued_only_as_often_as_a_result_may_be_completed()
    {
        string capped = Replies.ClaudeError("", 0, "error_max_turns");
        Job job = await RunAgentsAsync(
            Prompt("claude", capped, capped, capped, capped) with { Retry = new RetryOptions { MaxCompletionAttempts = 2, Jitter = false } });

        Assert.Equal((JobStatus.Failed, 3, "E107"), (job.Status, Agents.CallsOf("claude"), job.Sheets[0].Measures.ErrorCode));
    }

    [Fact]
    public async Task A_session_that_does_not_exist_any_more_starts_again_without_a_retry()
    {
        Job job = await RunAgentsAsync(Prompt(
            "claude",
            Replies.ClaudeError("You've hit your session limit · resets in 2 hours", 429),
            "echo 'No conversation found with session ID: 5f0c' >&2\nexit 1\n",
            Replies.Claude("done", "other")));

        Assert.Equal((JobStatus.Completed, 3, 0), (job.Status, Agents.CallsOf("claude"), job.Sheets[0].Measures.Retries));
        Assert.DoesNotContain("--resume", Agents.ArgumentsOf("claude", 3));
        Assert.Equal("do it", Input("claude", 3));
        Assert.Equal("other", job.Sheets[0].Measures.SessionId);
    }

    [Fact]
    public async Task An_ordinary_failure_starts_again()
    {
        Job job = await RunAgentsAsync(
            Prompt("claude", Replies.ClaudeBegin() + "echo 'it broke'\nexit 3\n", Replies.Claude("done")) with
            {
                Retry = new RetryOptions { MaxRetries = 1, Jitter = false },
            });

        Assert.Equal((JobStatus.Completed, "do it"), (job.Status, Input("claude", 2)));
    }

    [Fact]
    [Trait("Platform", "Linux")]
    public async Task A_session_is_continued_after_a_stop()
    {
        using var pause = new CancellationTokenSource();
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetOutput && jobEvent.Message.Contains(Replies.Session, StringComparison.Ordinal))
                pause.Cancel();
        };
        Score score = Prompt("claude", Replies.ClaudeBegin() + "sleep 600\n", Replies.Claude("done"));
        Job paused = await RunAgentsAsync(score, pause);
        Assert.Equal((JobStatus.Paused, Replies.Session), (paused.Status, paused.Sheets[0].Measures.SessionId));

        Job done = await RunAgentsAsync(score);

        Assert.Equal(JobStatus.Completed, done.Status);
        Assert.Equal(["--resume", Replies.Session], Agents.ArgumentsOf("claude", 2)[^2..]);
    }

    [Fact]
    public async Task A_session_is_continued_after_its_runner_was_killed()
    {
        Score score = Prompt("claude", Replies.Claude("done"));
        Job left = await AbandonAsync(score, isDead: true, (1, new SheetUpdate.Measure
        {
            Measures = new SheetMeasures { Cost = 0.5m, SessionId = Replies.Session, SessionInstrument = "claude" },
        }));

        Job done = await RunAgentsAsync(score);

        Assert.Equal((left.Id, JobStatus.Completed, 0.75m), (done.Id, done.Status, done.Cost));
        Assert.Equal(["--resume", Replies.Session], Agents.ArgumentsOf("claude")[^2..]);
    }

    [Fact]
    public async Task A_session_is_saved_as_soon_as_the_agent_names_it()
    {
        string? seen = null;
        Score score = Prompt("claude", Replies.ClaudeBegin() + $"until [ -e '{Folder["go"]}' ]; do sleep 0.05; done\n" + Replies.Claude("done"));
        Task<Job> run = RunAgentsAsync(score);
        while (seen is null && !run.IsCompleted)
        {
            await Task.Delay(5, Cancellation);
            Job? job = await Jobs.ListAsync(JobQuery.All, Cancellation).FirstOrDefaultAsync(Cancellation);
            seen = job?.Sheets[0].Measures.SessionId;
        }

        File.WriteAllText(Folder["go"], "");
        Job done = await run;
        Assert.Equal((Replies.Session, JobStatus.Completed), (seen, done.Status));
    }

    [Fact]
    public async Task The_totals_of_a_session_are_counted_once()
    {
        string limited = FakeAgent.Say(
            """{"type":"thread.started","thread_id":"thread-1"}""",
            """{"type":"turn.completed","usage":{"input_tokens":1000,"cached_input_tokens":0,"output_tokens":100}}""",
            """{"type":"turn.failed","error":{"message":"You've hit your usage limit. Try again in 3 hours."}}""") + "exit 1\n";
        Job job = await RunAgentsAsync(Prompt("codex", limited, Replies.Codex("done", input: 1500, cached: 300, output: 150)));

        SheetMeasures measures = job.Sheets[0].Measures;
        Assert.Equal((1200L, 150L, 300L), (measures.InputTokens, measures.OutputTokens, measures.CacheReadTokens));
        Assert.Equal("exec --json --skip-git-repo-check resume thread-1", string.Join(' ', Agents.ArgumentsOf("codex", 2)));
    }

    [Fact]
    public async Task Goose_gets_a_name_for_its_session()
    {
        string limited = FakeAgent.Say("""{"type":"error","error":"Rate limit exceeded: please retry after 60 seconds"}""");
        await RunAgentsAsync(Prompt("goose", limited, FakeAgent.Say("""{"type":"complete","total_tokens":3,"input_tokens":2,"output_tokens":1}""")));

        string[] first = Agents.ArgumentsOf("goose");
        string[] second = Agents.ArgumentsOf("goose", 2);
        Assert.StartsWith("marianne-", first[Array.IndexOf(first, "--name") + 1], StringComparison.Ordinal);
        Assert.Equal([.. first, "--resume"], second);
    }

    private Score Prompt(string name, params string[] replies) => ScoreOf(1) with
    {
        Instrument = name,
        Instruments = new Dictionary<string, InstrumentOptions> { [name] = Agents.Create(name, replies) },
        Sheets = [new ScoreSheet { Prompt = "do it" }],
    };

    private string Input(string name, int call = 1) => Encoding.UTF8.GetString(Agents.InputOf(name, call));
}
