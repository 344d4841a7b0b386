using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>New jobs that take over sheets of another one, and jobs of a run.</summary>
public sealed class ForkTests : RunnerTestBase
{
    [Fact]
    public async Task A_fork_takes_over_what_is_kept_and_leaves_the_original_unchanged()
    {
        Job original = await RunAsync(Chain(4));
        List<Execution> attempts = await HistoryAsync();
        FakeExecutor.Seen.Clear();

        var request = new RunRequest { JobId = original.Id, Fork = true, NewId = "fork", Selection = new SheetSelection { From = ["s3"] } };
        JobPlan plan = await PlanAsync(request);
        Job fork = await RunAsync(request);

        Assert.Equal((null, original.Id), (plan.JobId, plan.ForkedFrom));
        Assert.Equal([null, null, "chosen", "depends on 3 's3'"], plan.Sheets.Select(sheet => sheet.Reason));
        Assert.Equal([3, 4], FakeExecutor.Numbers);
        Assert.Equal(("fork", JobStatus.Completed, original.Id), (fork.Id, fork.Status, fork.ForkedFrom));
        Assert.Equal([1, 2, 3, 4], (await AttemptsOf("fork")).Select(attempt => attempt.SheetNumber));
        Job after = await LoadAsync(original.Id);
        Assert.Equal((original.UpdatedAt, original.Status, null), (after.UpdatedAt, after.Status, after.ForkedFrom));
        Assert.Equal(original.Sheets.Select(SheetVersion.Of), after.Sheets.Select(SheetVersion.Of));
        Assert.Equal(attempts, await AttemptsOf(original.Id));
        Assert.Contains("as a fork of", EventsOf(JobEventKind.JobStarted).Last().Message);
    }

    [Fact]
    public async Task A_fork_is_forked()
    {
        Job original = await RunAsync(Chain(3));
        var selection = new SheetSelection { From = ["s3"] };
        Job fork = await RunAsync(new RunRequest { JobId = original.Id, Fork = true, Selection = selection });

        Job second = await RunAsync(new RunRequest { JobId = fork.Id, Fork = true, Selection = selection });

        Assert.Equal(fork.Id, second.ForkedFrom);
        Assert.Equal([second.Id], (await ForksOf(fork.Id)).Select(job => job.Id));
        Assert.Equal([fork.Id], (await ForksOf(original.Id)).Select(job => job.Id));
        Assert.Equal([1, 2, 3], (await AttemptsOf(second.Id)).Select(attempt => attempt.SheetNumber));
    }

    [Fact]
    public async Task A_failed_job_is_forked_without_a_choice()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job failed = await RunAsync(Chain(3));
        FakeExecutor.Return(2, FakeExecutor.Success);
        var request = new RunRequest { JobId = failed.Id, Fork = true };

        JobPlan plan = await PlanAsync(request);
        Job fork = await RunAsync(request);

        Assert.Equal([null, "it failed", "not run yet"], plan.Sheets.Select(sheet => sheet.Reason));
        Assert.Equal(JobStatus.Completed, fork.Status);
        Assert.Equal(JobStatus.Failed, (await LoadAsync(failed.Id)).Status);
    }

    [Fact]
    public async Task A_plan_refuses_the_id_of_another_job()
    {
        Job original = await RunAsync(Chain(2));
        var request = new RunRequest
        {
            JobId = original.Id,
            Fork = true,
            NewId = original.Id,
            Selection = new SheetSelection { From = ["s2"] },
        };

        await ThrowsAsync(MarianneError.JobExists, () => PlanAsync(request));
        Assert.Equal("other", (await RunAsync(request with { NewId = "other" })).Id);
    }

    [Fact]
    public async Task A_job_that_is_being_run_is_not_forked()
    {
        Task started = FakeExecutor.HangAt(2);
        using var pause = new CancellationTokenSource();
        Task<Job> run = RunAsync(Chain(2), pause);
        await started;
        string id = (await Jobs.ListAsync(new JobQuery(), Cancellation).FirstAsync(Cancellation)).Id;

        MarianneException error = await Assert.ThrowsAsync<MarianneException>(
            () => PlanAsync(new RunRequest { JobId = id, Fork = true, Selection = new SheetSelection { From = ["s1"] } }));
        await pause.CancelAsync();
        await run;

        Assert.Equal(MarianneError.JobIsPlayed, error.Error);
        Assert.StartsWith($"The job '{id}' cannot be forked, because it is being run by the ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Wait for it with Wait-MarianneJob, or pause it with Suspend-MarianneJob -Wait.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_forked_is_refused_in_words()
    {
        Job original = await RunAsync(Chain(2));
        var selection = new SheetSelection { From = ["s1"] };
        var request = new RunRequest { JobId = original.Id, Fork = true, Selection = selection };

        await ThrowsAsync(MarianneError.JobExists, () => RunAsync(request with { NewId = original.Id }));
        await ThrowsAsync(MarianneError.InvalidJobId, () => PlanAsync(request with { NewId = "a\nb" }));
        await ThrowsAsync(MarianneError.InvalidParameter, () => PlanAsync(request with { Fork = false, NewId = "x" }));
        await ThrowsAsync(MarianneError.InvalidParameter, () => PlanAsync(request with { Selection = null }));
        await ThrowsAsync(MarianneError.InvalidParameter, () => PlanAsync(request with { Restart = true }));
        Job running = await AbandonAsync(Chain(2) with { Name = "other" }, isDead: false, (1, null));
        MarianneException error = await ThrowsAsync(
            MarianneError.JobIsPlayed, () => PlanAsync(request with { JobId = running.Id }));
        Assert.Contains("cannot be forked, because it is being run by", error.Message);
    }

    [Fact]
    public async Task A_run_of_a_score_has_one_job()
    {
        var first = new RunRequest { Score = Chain(2), RunId = "2026-11-25" };
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job failed = await RunAsync(first);
        FakeExecutor.Return(2, FakeExecutor.Success);

        Job other = await RunAsync(first with { RunId = "2026-11-26" });
        Job plain = await RunAsync(Chain(2));
        Job resumed = await RunAsync(first);
        FakeExecutor.Seen.Clear();
        Job again = await RunAsync(first);

        Assert.Equal((JobStatus.Failed, "2026-11-25"), (failed.Status, failed.RunId));
        Assert.Equal((failed.Id, JobStatus.Completed), (resumed.Id, resumed.Status));
        Assert.Equal(3, new[] { failed.Id, other.Id, plain.Id }.Distinct().Count());
        Assert.StartsWith("stage-2026-11-25-", failed.Id);
        Assert.Null(plain.RunId);
        Assert.Equal(resumed.Id, again.Id);
        Assert.Empty(FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_cancelled_run_does_not_hide_the_job_of_a_score()
    {
        Job plain = await RunAsync(Chain(2));
        Time.Advance(TimeSpan.FromMinutes(1));
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job run = await RunAsync(new RunRequest { Score = Chain(2), RunId = "2026-11-25" });
        await Jobs.UpdateAsync(run.Id, new JobUpdate.Cancel(), Cancellation);
        FakeExecutor.Return(2, FakeExecutor.Success);

        Job again = await RunAsync(new RunRequest { Score = Chain(2), Selection = new SheetSelection { From = ["s2"] } });

        Assert.Equal(plain.Id, again.Id);
    }

    [Fact]
    public async Task Simultaneous_starts_of_a_run_find_one_job()
    {
        var request = new RunRequest { Score = Chain(2), RunId = "x" };
        JobPlan[] plans = [await PlanAsync(request), await PlanAsync(request)];

        Job first = await RunAsync(Services(), plans[0]);
        Job second = await RunAsync(Services(), plans[1]);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal([1, 2], FakeExecutor.Numbers);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a\tb")]
    public async Task A_run_id_that_is_not_valid_is_refused(string runId)
    {
        await ThrowsAsync(MarianneError.InvalidParameter, () => PlanAsync(new RunRequest { Score = Chain(1), RunId = runId }));
        await ThrowsAsync(MarianneError.InvalidParameter, () => PlanAsync(new RunRequest { Score = Chain(1), RunId = "a", Restart = true }));
    }

    private async Task<List<Execution>> AttemptsOf(string id) =>
        [.. (await HistoryAsync()).Where(attempt => attempt.JobId == id).OrderBy(attempt => attempt.Id)];

    private async Task<List<Job>> ForksOf(string id) =>
        await Jobs.ListAsync(new JobQuery { ForkedFrom = id }, Cancellation).ToListAsync(Cancellation);

    private Score Chain(int sheets) => ScoreOf(sheets) with
    {
        Sheets =
        [
            .. Enumerable.Range(1, sheets).Select(number => new ScoreSheet
            {
                Name = $"s{number}", Command = $"do {number}", Needs = number == 1 ? [] : [$"s{number - 1}"],
            }),
        ],
    };
}
