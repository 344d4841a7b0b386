using Marianne.Jobs;
using Marianne.Running;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>The end of jobs that others run is waited for.</summary>
public sealed class JobWaiterTests : RunnerTestBase
{
    private JobWaiter Waiter => new(Jobs, Time);

    [Theory]
    [InlineData(JobStatus.Pending, false)]
    [InlineData(JobStatus.Running, false)]
    [InlineData(JobStatus.Completed, true)]
    [InlineData(JobStatus.Failed, true)]
    [InlineData(JobStatus.Cancelled, true)]
    [InlineData(JobStatus.Paused, true)]
    [InlineData(JobStatus.PausedAtChain, true)]
    public void A_job_has_ended_when_nothing_more_happens_to_it(JobStatus status, bool hasEnded) =>
        Assert.Equal(hasEnded, JobWaiter.HasEnded(new Job("a", "a", 1, Time.GetUtcNow()) { Status = status }));

    [Fact]
    public async Task Each_look_returns_the_jobs_that_have_ended_since_the_last_one()
    {
        await SaveAsync("a", "b", "c", "gone");
        await Jobs.UpdateAsync("a", new JobUpdate.Pause(), Cancellation);
        await using IAsyncEnumerator<JobLook> looks = Watch(["a", "b", "c", "gone", "b"]);

        Assert.Equal(("a", "", "b c gone"), Ids(await NextAsync(looks)));
        await Jobs.UpdateAsync("c", new JobUpdate.Cancel(), Cancellation);
        await Jobs.DeleteAsync("gone", Cancellation);
        Assert.Equal(("c", "gone", "b"), Ids(await NextAsync(looks)));
        Assert.Equal(("", "", "b"), Ids(await NextAsync(looks)));
        await Jobs.UpdateAsync("b", new JobUpdate.Fail("It failed."), Cancellation);
        JobLook last = await NextAsync(looks);

        Assert.Equal(("b", "", ""), Ids(last));
        Assert.Equal(2, last.Ended[0].Sheets.Count);
        Assert.False(await looks.MoveNextAsync());
    }

    [Fact]
    public async Task The_looks_become_rarer_while_nothing_changes()
    {
        await SaveAsync("a");
        await using IAsyncEnumerator<JobLook> looks = Watch(["a"]);
        await NextAsync(looks);

        Assert.Equal([100, 200, 400, 800, 1600, 3200, 5000, 5000], await DelaysAsync(looks, 8));
        await Jobs.UpdateSheetAsync("a", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        await NextAsync(looks);
        Assert.Equal([100, 200], await DelaysAsync(looks, 2));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.1, 2)]
    [InlineData(1, 5)] // 100, 200, 400 and the remaining 300 ms.
    public async Task The_last_look_is_taken_when_the_time_is_over(double seconds, int count)
    {
        await SaveAsync("a");
        DateTimeOffset begin = Time.GetUtcNow();
        await using IAsyncEnumerator<JobLook> looks = Watch(["a"], TimeSpan.FromSeconds(seconds));

        for (int look = 1; look <= count; look++)
            Assert.Equal(("", "", "a"), Ids(await NextAsync(looks)));
        Assert.False(await looks.MoveNextAsync());
        Assert.Equal(TimeSpan.FromSeconds(seconds), Time.GetUtcNow() - begin);
    }

    [Fact]
    public async Task Nothing_is_waited_for_without_jobs()
    {
        await using IAsyncEnumerator<JobLook> looks = Watch([]);
        Assert.Equal(("", "", ""), Ids(await NextAsync(looks)));
        Assert.False(await looks.MoveNextAsync());
    }

    [Fact]
    public async Task The_sheets_of_a_paused_run_have_ended_when_none_is_InProgress()
    {
        Job job = await AbandonAsync(ScoreOf(2), isDead: false, (1, null), (2, null));
        await Jobs.UpdateAsync(job.Id, new JobUpdate.Pause(), Cancellation);
        Task wait = WaitForSheetsAsync(job);

        await Jobs.UpdateSheetAsync(job.Id, 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);
        Time.Advance(PollDelay.Longest);
        Assert.False(wait.IsCompleted);
        await Jobs.UpdateSheetAsync(job.Id, 2, new SheetUpdate.Fail(SheetResult.Empty), Cancellation);
        await AdvanceUntilAsync(wait);
    }

    [Fact]
    public async Task The_sheets_of_a_paused_run_have_ended_when_its_process_has_died()
    {
        Job job = await AbandonAsync(ScoreOf(1), isDead: false, (1, null));
        await Jobs.UpdateAsync(job.Id, new JobUpdate.Pause(), Cancellation);
        Task wait = WaitForSheetsAsync(job);
        Assert.False(wait.IsCompleted);

        Processes.Kill(7);
        await AdvanceUntilAsync(wait);
    }

    [Fact]
    public async Task The_sheets_that_workers_run_have_ended_when_their_claims_are_given_back()
    {
        Job job = new("shared", "shared", 2, Time.GetUtcNow());
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Worker worker = Worker.Create(Processes.Current, Time.GetUtcNow());
        GrantedClaim claim = Assert.Single(await Jobs.ClaimSheetsAsync(
            new SheetClaimRequest(worker, _ => [1]) { JobId = job.Id }, Cancellation));
        await Jobs.UpdateAsync(job.Id, new JobUpdate.Pause(), Cancellation);
        var removal = new JobRemoval(Jobs, Processes.Current);
        Task wait = WaitForSheetsAsync(job, runner: null);
        Assert.False(wait.IsCompleted);
        await ThrowsAsync(
            MarianneError.JobIsPlayed, () => removal.FindRunnerAsync(job.Id, isForced: false, Cancellation).AsTask());
        Assert.Equal(Processes.Current, await removal.FindRunnerAsync(job.Id, isForced: true, Cancellation));

        await Jobs.ReleaseAsync(job.Id, claim.Token, null, Cancellation);
        await AdvanceUntilAsync(wait);
        Assert.Null(await removal.FindRunnerAsync(job.Id, isForced: false, Cancellation));
    }

    [Fact]
    public async Task A_sheet_that_an_earlier_run_left_InProgress_is_not_waited_for()
    {
        Job job = await AbandonAsync(ScoreOf(1), isDead: true, (1, null));
        await Jobs.UpdateAsync(job.Id, new JobUpdate.Pause(), Cancellation);

        await WaitForSheetsAsync(job, runner: null);
    }

    [Fact]
    public async Task The_wait_ends_when_another_run_has_begun_or_the_job_is_removed()
    {
        Job job = await AbandonAsync(ScoreOf(1), isDead: false, (1, null));
        await WaitForSheetsAsync(job); // It is Running.

        await Jobs.DeleteAsync(job.Id, Cancellation);
        await WaitForSheetsAsync(job);
    }

    private Task WaitForSheetsAsync(Job job) => WaitForSheetsAsync(job, new RunnerProcess(7, "here", "mark-7"));

    private Task WaitForSheetsAsync(Job job, RunnerProcess? runner) =>
        Waiter.WaitForSheetsAsync(job.Id, runner, Processes, Cancellation).AsTask();

    private async Task AdvanceUntilAsync(Task wait)
    {
        while (!wait.IsCompleted)
        {
            Time.Advance(PollDelay.Longest);
            await Task.Yield();
        }

        await wait;
    }

    private IAsyncEnumerator<JobLook> Watch(string[] ids, TimeSpan? timeout = null) =>
        Waiter.WatchAsync(ids, JobWaiter.HasEnded, timeout, Cancellation).GetAsyncEnumerator(Cancellation);

    private async Task<JobLook> NextAsync(IAsyncEnumerator<JobLook> looks)
    {
        var next = looks.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.True(await next);
        return looks.Current;
    }

    /// <summary>Returns the milliseconds before each of the next looks. Each delay is a multiple of the shortest one.</summary>
    private async Task<List<int>> DelaysAsync(IAsyncEnumerator<JobLook> looks, int count)
    {
        List<int> delays = [];
        while (delays.Count < count)
        {
            DateTimeOffset before = Time.GetUtcNow();
            await NextAsync(looks);
            delays.Add((int)(Time.GetUtcNow() - before).TotalMilliseconds);
        }

        return delays;
    }

    private async Task SaveAsync(params string[] ids)
    {
        foreach (string id in ids)
            await Jobs.SaveAsync(new Job(id, id, 2, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
    }

    private static (string Ended, string Removed, string Waiting) Ids(JobLook look) =>
        (Join(look.Ended.Select(job => job.Id)), Join(look.Removed), Join(look.Waiting.Select(job => job.Id)));

    private static string Join(IEnumerable<string> ids) => string.Join(' ', ids);
}
