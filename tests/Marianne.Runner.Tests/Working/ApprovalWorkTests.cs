using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Working;

/// <summary>Workers leave a job alone that waits for approval, until it is answered or timed out.</summary>
public sealed class ApprovalWorkTests : WorkerLoopTestBase
{
    private static readonly ApprovalOptions Week = new() { Message = "Ship?", Timeout = TimeSpan.FromDays(7) };

    [Fact]
    public async Task A_job_that_waits_is_paused_and_an_answer_lets_workers_continue()
    {
        await QueueAsync(ScoreWith(Week));

        await WorkAsync();

        Job job = await LoadAsync("one");
        Assert.Equal((JobStatus.Paused, SheetStatus.Fermata), (job.Status, job.Sheets[1].Status));
        Assert.True(await Jobs.IsQueuedAsync("one", Cancellation));
        Assert.Empty(await Jobs.ListClaimsAsync("one", Cancellation));

        await new ApprovalAnswers(Jobs).AnswerAsync(job, 2, ApprovalDecision.Approve, null, Cancellation);
        Assert.Equal(JobStatus.Pending, (await LoadAsync("one")).Status);
        await WorkAsync();

        Assert.Equal(JobStatus.Completed, (await LoadAsync("one")).Status);
        Assert.Equal([1, 2, 3], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_denied_job_fails()
    {
        await QueueAsync(ScoreWith(Week));
        await WorkAsync();

        await new ApprovalAnswers(Jobs).AnswerAsync(await LoadAsync("one"), 2, ApprovalDecision.Deny, "No.", Cancellation);
        await WorkAsync();

        Job job = await LoadAsync("one");
        Assert.Equal((JobStatus.Failed, SheetStatus.Failed), (job.Status, job.Sheets[1].Status));
        Assert.EndsWith(": No.", job.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ApprovalDecision.Deny, JobStatus.Failed)]
    [InlineData(ApprovalDecision.Approve, JobStatus.Completed)]
    public async Task A_worker_applies_the_timeout(ApprovalDecision byDefault, JobStatus expected)
    {
        await QueueAsync(ScoreWith(Week with { Default = byDefault }));
        await WorkAsync();
        Time.Advance(TimeSpan.FromDays(6));
        await WorkAsync();
        Assert.Equal(JobStatus.Paused, (await LoadAsync("one")).Status);
        Time.Advance(TimeSpan.FromDays(1));

        await WorkAsync();

        Assert.Equal(expected, (await LoadAsync("one")).Status);
    }

    [Fact]
    public async Task A_job_that_a_user_paused_stays_paused_after_an_answer()
    {
        await QueueAsync(ScoreWith(Week));
        await WorkAsync();
        await Jobs.UpdateAsync("one", new JobUpdate.Pause("Paused by a user."), Cancellation);

        await new ApprovalAnswers(Jobs).AnswerAsync(await LoadAsync("one"), 2, ApprovalDecision.Approve, null, Cancellation);

        Assert.Equal((JobStatus.Paused, SheetStatus.Pending), ((await LoadAsync("one")).Status, (await LoadAsync("one")).Sheets[1].Status));
    }

    private Score ScoreWith(ApprovalOptions approval) => Asking(ScoreOf(3), 2, approval);
}
