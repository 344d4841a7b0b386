using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Checks of prompts before they are sent.</summary>
public sealed class RunPreflightTests : RunnerTestBase
{
    private static readonly PreflightOptions Small = new() { TokenWarningThreshold = 10, TokenErrorThreshold = 20 };

    [Fact]
    public async Task A_prompt_that_is_too_large_is_not_sent()
    {
        Job job = await RunAsync(PromptScore(new string('x', 81)) with { Preflight = Small });

        Assert.Empty(FakeExecutor.Seen);
        Sheet sheet = job.Sheets[0];
        Assert.Equal((SheetStatus.Failed, "preflight", 0), (sheet.Status, sheet.ErrorCategory, sheet.AttemptCount));
        Assert.Equal("E602", sheet.Measures.ErrorCode);
        Assert.Equal("E602", Assert.Single(EventsOf(JobEventKind.SheetFailed)).ErrorCode);
    }

    [Fact]
    public async Task A_large_prompt_causes_one_warning()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure(), FakeExecutor.Success);

        Job job = await RunAsync(PromptScore(new string('x', 60)) with { Preflight = Small, Retry = new RetryOptions() });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Contains(
            "token_warning_threshold", Assert.Single(EventsOf(JobEventKind.Warning)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_in_a_prompt_causes_a_warning()
    {
        await RunAsync(PromptScore("Read notes/today.md and go on."));

        Assert.Contains("notes/today.md", Assert.Single(EventsOf(JobEventKind.Warning)).Message, StringComparison.Ordinal);
        Assert.Single(FakeExecutor.Seen);
    }

    [Fact]
    public async Task A_prompt_file_is_read_when_its_sheet_starts()
    {
        File.WriteAllText(Folder["ask.md"], "The file of sheet {sheet_num}.");
        await RunAsync(PromptScore("ask.md"));
        Assert.Equal("The file of sheet 1.", Assert.Single(FakeExecutor.Seen).Prompt);
    }

    [Fact]
    public async Task A_sheet_whose_prompt_file_is_missing_fails()
    {
        Job job = await RunAsync(PromptScore("prompts/missing.md"));

        Assert.Empty(FakeExecutor.Seen);
        Assert.Equal(("E601", "preflight"), (job.Sheets[0].Measures.ErrorCode, job.Sheets[0].ErrorCategory));
        Assert.Contains("prompts/missing.md", job.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_score_without_an_executor_is_an_error_before_anything_runs()
    {
        Score score = ScoreOf(2) with { Sheets = [new ScoreSheet { Command = "first" }, new ScoreSheet { Script = "second" }] };

        MarianneException error = await ThrowsAsync(MarianneError.InvalidParameter, () => RunAsync(score));

        Assert.Contains("script", error.Message, StringComparison.Ordinal);
        Assert.Empty(FakeExecutor.Seen);
        Assert.Equal(JobStatus.Pending, (await LoadAsync()).Status);
    }
}
