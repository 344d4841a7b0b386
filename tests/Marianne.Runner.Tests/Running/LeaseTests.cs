using System.Diagnostics;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Runs have a claim of their job, which they renew, lose and give back.</summary>
public sealed class LeaseTests : RunnerTestBase
{
    [Fact]
    public async Task A_run_renews_its_lease_and_gives_it_back_at_its_end()
    {
        int renewals = 0;
        Jobs = new HookedStore(Jobs) { OnRenew = () => Task.FromResult(Interlocked.Increment(ref renewals)) };
        using var pause = new CancellationTokenSource();
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(ScoreOf(1), pause);
        await started;
        string id = (await LoadAsync()).Id;
        while (Volatile.Read(ref renewals) < 6)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Single(await Jobs.ListClaimsAsync(id, Cancellation));
        await ThrowsAsync(MarianneError.JobIsPlayed, () => RunAsync(ScoreOf(1)));
        await pause.CancelAsync();
        await run;

        Assert.Empty(await Jobs.ListClaimsAsync(id, Cancellation));
    }

    [Fact]
    public async Task A_run_that_has_lost_its_claim_writes_nothing_more()
    {
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(ScoreOf(2));
        await started;
        Job job = await LoadAsync();
        await TakeOverAsync(job.Id);
        DateTimeOffset taken = (await LoadAsync()).UpdatedAt;

        Task monitored = Time.PollAsync(Cancellation);
        MarianneException error = await ThrowsAsync(MarianneError.LeaseLost, () => run);
        await monitored;

        Assert.Contains("has lost its claim", error.Message, StringComparison.Ordinal);
        Job left = await LoadAsync();
        Assert.Equal((taken, JobStatus.Running, SheetStatus.InProgress), (left.UpdatedAt, left.Status, left.Sheets[0].Status));
        Assert.Equal([1], FakeExecutor.Numbers);
        Assert.Empty(await HistoryAsync());
    }

    [Fact]
    public async Task A_result_after_the_claim_was_lost_is_not_saved()
    {
        FakeExecutor.Return(1, async _ =>
        {
            await TakeOverAsync((await LoadAsync()).Id);
            return FakeExecutor.Success;
        });

        await ThrowsAsync(MarianneError.LeaseLost, () => RunAsync(ScoreOf(2)));

        Assert.Equal([1], FakeExecutor.Numbers);
        Assert.Empty(await HistoryAsync());
        Assert.Equal(0, await Learning.CountOutcomesAsync(new(), Cancellation));
        Assert.Equal(300, (await LoadAsync()).Runner?.Pid);
    }

    [Fact]
    public async Task A_run_that_cannot_renew_its_lease_ends_its_sheets_before_another_may_take_them()
    {
        IJobStore store = Jobs;
        bool isBroken = false;
        Jobs = new HookedStore(store, _ => Break(), _ => Break()) { OnRenew = Break };
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(ScoreOf(1));
        await started;
        isBroken = true;
        while (!run.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await ThrowsAsync(MarianneError.StoreBusy, () => run);
        Assert.Equal(SheetStatus.InProgress, (await LoadAsync()).Sheets[0].Status);
        isBroken = false;
        FakeExecutor.Return(1, FakeExecutor.Success);
        Assert.Equal(JobStatus.Completed, (await RunAsync(ScoreOf(1))).Status);

        Task Break() => isBroken
            ? throw new MarianneException(MarianneError.StoreBusy, "The store is busy.", "store")
            : Task.CompletedTask;
    }

    [Fact]
    public async Task A_renewal_that_fails_for_any_reason_ends_the_run_in_time()
    {
        Jobs = new HookedStore(Jobs) { OnRenew = () => throw new InvalidOperationException("The renewal is broken.") };
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(ScoreOf(1));
        await started;
        while (!run.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Job job = await run;
        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Contains("could not be renewed", job.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("The renewal is broken.", job.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Work_that_fails_or_takes_long_to_end_does_not_keep_other_claims_from_their_end(bool takesLong)
    {
        var store = new HookedStore(Jobs) { OnRenew = () => throw new InvalidOperationException("The renewal is broken.") };
        var keeper = LeaseKeeper.OfWorker(store, Worker.Create(Processes.Current, Time.GetUtcNow()), Time);
        using var released = new ManualResetEventSlim();
        var ended = new TaskCompletionSource();
        var warned = new TaskCompletionSource<string>();
        var first = new ClaimedWork(
            _ =>
            {
                if (!takesLong)
                    throw new InvalidOperationException("The work hangs.");
                released.Wait(Cancellation);
                return Task.CompletedTask;
            },
            warned.SetResult);
        keeper.Hold(new GrantedClaim("first", null, 1), Time.GetTimestamp(), first);
        var second = new ClaimedWork(
            _ =>
            {
                ended.SetResult();
                return Task.CompletedTask;
            },
            Assert.Fail);
        keeper.Hold(new GrantedClaim("second", null, 2), Time.GetTimestamp(), second);

        long begun = Stopwatch.GetTimestamp();
        while (!ended.Task.IsCompleted && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10))
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(ended.Task.IsCompleted);
        released.Set();
        if (!takesLong)
            Assert.Equal("Work could not be ended cleanly: The work hangs.", await warned.Task.WaitAsync(Cancellation));
    }

    [Fact]
    public async Task A_sheet_that_ends_its_runner_fails_after_three_takeovers()
    {
        await AbandonAsync(ScoreOf(2), isDead: true, (1, null));
        for (int pid = 201; pid <= 203; pid++)
            await DieInAsync("left", pid);

        Job job = await RunAsync(ScoreOf(2));

        Assert.Equal((JobStatus.Failed, SheetStatus.Failed), (job.Status, job.Sheets[0].Status));
        Assert.StartsWith("E007", job.Sheets[0].ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(FakeExecutor.Numbers);
        Job again = await RunAsync(ScoreOf(2));
        Assert.Equal(JobStatus.Completed, again.Status);
        Assert.Equal([1, 2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task The_number_of_takeovers_can_be_set()
    {
        await AbandonAsync(ScoreOf(1), isDead: true, (1, null));

        Job job = await RunAsync(ScoreOf(1) with { Retry = new RetryOptions { MaxTakeovers = 0 } });

        Assert.StartsWith("E007", job.Sheets[0].ErrorMessage, StringComparison.Ordinal);
    }

    /// <summary>Another process takes the job over, because it considers this one dead.</summary>
    private async Task TakeOverAsync(string id)
    {
        Processes.Kill(Processes.Current.Pid);
        Worker other = Worker.Create(Processes.Start(300, "mark-300"), Time.GetUtcNow());
        await Jobs.ClaimJobAsync(id, other, new JobUpdate.Run(other.Process), Lease.Length, Cancellation);
    }

    /// <summary>A process takes the job over, starts the first sheet, and dies.</summary>
    private async Task DieInAsync(string id, int pid)
    {
        Worker doomed = Worker.Create(Processes.Start(pid, $"mark-{pid}"), Time.GetUtcNow());
        GrantedClaim claim = await Jobs.ClaimJobAsync(id, doomed, new JobUpdate.Run(doomed.Process), Lease.Length, Cancellation);
        await Jobs.UpdateSheetAsync(id, 1, new SheetUpdate.Start(doomed.Process) { Token = claim.Token }, Cancellation);
        Processes.Kill(pid);
    }
}
