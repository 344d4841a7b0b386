using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Json;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Jobs are saved for workers.</summary>
public sealed class JobStarterTests : RunnerTestBase
{
    [Fact]
    public async Task A_new_job_is_Pending_and_queued_and_nothing_is_run()
    {
        Job job = await StartAsync(new RunRequest { Score = ScoreOf(2) with { Tags = ["nightly"] }, Tags = ["now"] });

        Assert.Equal((JobStatus.Pending, 2), (job.Status, job.TotalSheets));
        Assert.Equal(["nightly", "now"], job.Tag);
        Assert.Empty(FakeExecutor.Seen);
        GrantedClaim claim = Assert.Single(await ClaimAsync());
        Assert.Equal(job.Id, claim.JobId);
    }

    [Fact]
    public async Task The_job_with_the_higher_priority_is_claimed_first()
    {
        await StartAsync(new RunRequest { Score = ScoreOf(1, "low") with { Priority = -5 } });
        Job high = await StartAsync(new RunRequest { Score = ScoreOf(1, "high") with { Priority = 5 } });

        Assert.Equal(high.Id, Assert.Single(await ClaimAsync()).JobId);
    }

    [Fact]
    public async Task A_score_has_one_unfinished_job()
    {
        Job first = await StartAsync(new RunRequest { Score = ScoreOf(1) });

        Assert.Equal(first.Id, (await StartAsync(new RunRequest { Score = ScoreOf(1) })).Id);
        Assert.Equal(first.Id, (await RunAsync(ScoreOf(1))).Id);
    }

    [Fact]
    public async Task Restart_creates_a_new_job()
    {
        Job first = await StartAsync(new RunRequest { Score = ScoreOf(1) });

        Assert.NotEqual(first.Id, (await StartAsync(new RunRequest { Score = ScoreOf(1), Restart = true })).Id);
    }

    [Theory]
    [InlineData(JobStatus.Paused)]
    [InlineData(JobStatus.Failed)]
    [InlineData(JobStatus.Running)] // Its process is dead.
    public async Task A_job_that_was_left_becomes_Pending_with_the_changed_score(JobStatus status)
    {
        Job left = await AbandonAsync(
            ScoreOf(2), isDead: status == JobStatus.Running, (1, new SheetUpdate.Complete(SheetResult.Empty)), (2, null));
        if (status == JobStatus.Paused)
            await Jobs.UpdateAsync(left.Id, new JobUpdate.Pause(), Cancellation);
        if (status == JobStatus.Failed)
            await Jobs.UpdateAsync(left.Id, new JobUpdate.Fail("It failed."), Cancellation);

        Job job = await StartAsync(new RunRequest { Score = ScoreOf(3), Tags = ["again"] });

        Assert.Equal((left.Id, JobStatus.Pending, 3, 1), (job.Id, job.Status, job.TotalSheets, job.Progress.Finished));
        Assert.Null(job.Runner);
        Assert.NotEqual(left.ConfigHash, job.ConfigHash);
        Assert.Equal(["again"], job.Tag);
        Assert.NotEmpty(await ClaimAsync());
    }

    [Fact]
    public async Task A_job_that_a_process_runs_is_refused_and_stays_as_it_is()
    {
        Job other = await AbandonAsync(ScoreOf(1), isDead: false, (1, null));

        await ThrowsAsync(MarianneError.JobIsPlayed, () => StartAsync(new RunRequest { Score = ScoreOf(1) }));

        Assert.Equal((JobStatus.Running, 7), ((await LoadAsync(other.Id)).Status, (await LoadAsync(other.Id)).Pid));
    }

    [Fact]
    public async Task A_job_that_workers_run_stays_as_it_is()
    {
        Job first = await StartAsync(new RunRequest { Score = ScoreOf(2) });
        await ClaimAsync();

        Job again = await StartAsync(new RunRequest { JobId = first.Id });

        Assert.Equal(JobStatus.Running, again.Status);
        Assert.Null(again.Runner);
    }

    [Fact]
    public async Task A_Completed_job_is_returned_and_a_Cancelled_one_refused()
    {
        Job done = await RunAsync(ScoreOf(1));
        Assert.Equal(JobStatus.Completed, (await StartAsync(new RunRequest { JobId = done.Id })).Status);
        Assert.Empty(await ClaimAsync());

        Job cancelled = await StartAsync(new RunRequest { Score = ScoreOf(1) });
        await Jobs.UpdateAsync(cancelled.Id, new JobUpdate.Cancel(), Cancellation);
        await ThrowsAsync(MarianneError.InvalidTransition, () => StartAsync(new RunRequest { JobId = cancelled.Id }));
    }

    [Fact]
    public async Task A_store_that_workers_cannot_share_is_refused_before_anything_is_saved()
    {
        await Jobs.DisposeAsync();
        Jobs = new JsonJobStore(Folder["jobs"], Time, Processes);

        await ThrowsAsync(MarianneError.InvalidParameter, () => StartAsync(new RunRequest { Score = ScoreOf(1) }));

        Assert.Empty(await Jobs.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Secrets_which_are_not_stored_are_refused_before_anything_is_saved(bool isSpecified)
    {
        Score score = ScoreOf(1) with
        {
            Parameters = new Dictionary<string, ParameterOptions> { ["token"] = new() { Type = ParameterType.Secret } },
        };
        var request = new RunRequest
        {
            Score = score,
            Parameters = isSpecified ? new Dictionary<string, object?> { ["token"] = "s3cret-value" } : new Dictionary<string, object?>(),
        };

        MarianneException error = await ThrowsAsync(MarianneError.InvalidParameter, () => StartAsync(request));

        Assert.Contains("the secret parameter 'token', which workers cannot have", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-value", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Jobs.CountAsync(JobQuery.All, Cancellation));
    }

    private async Task<Job> StartAsync(RunRequest request) =>
        await new JobStarter(Jobs, Learning, Time).StartAsync(await PlanAsync(request), Cancellation);

    /// <summary>Claims a sheet as a worker does.</summary>
    private async Task<IReadOnlyList<GrantedClaim>> ClaimAsync()
    {
        Worker worker = Worker.Create(Processes.Current, Time.GetUtcNow()) with { CanRun = ["command"] };
        return await Jobs.ClaimSheetsAsync(new SheetClaimRequest(worker, job => [.. job.Sheets.Select(sheet => sheet.Number)]), Cancellation);
    }
}
