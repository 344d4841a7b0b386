using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class ClaimStoreConformance
{
    [Fact]
    public async Task A_job_is_claimed_by_one_worker_at_a_time()
    {
        await SaveAsync();
        Worker first = NewWorker(200);
        GrantedClaim claim = await ClaimAsync(first);

        Job job = await LoadAsync();
        Assert.Equal((JobStatus.Running, first.Process, false), (job.Status, job.Runner, job.IsZombie));
        Assert.Null(claim.TakenFrom);
        MarianneException error = await FailsAsync(MarianneError.JobIsPlayed, ClaimAsync(NewWorker(300)));
        Assert.Contains("process 200 on here", error.Message, StringComparison.Ordinal);
        await FailsAsync(MarianneError.JobIsPlayed, ClaimAsync(first));
        await FailsAsync(MarianneError.JobIsPlayed, ChangeAsync(new JobUpdate.Run(NewWorker(300).Process)));
        Assert.Equal(first.Process, (await LoadAsync()).Runner);
    }

    [Fact]
    public async Task A_claim_of_a_dead_process_is_taken_over_at_once()
    {
        await SaveAsync();
        Worker dead = NewWorker(200);
        GrantedClaim former = await ClaimAsync(dead);
        await UpdateAsync(2, new SheetUpdate.Start(dead.Process) { Token = former.Token });
        Processes.Kill(200);
        Assert.True((await LoadAsync()).IsZombie);

        GrantedClaim claim = await ClaimAsync(NewWorker(300));

        Assert.Equal(dead.Process, claim.TakenFrom);
        Assert.True(claim.Token > former.Token);
        Assert.Equal(new Dictionary<int, int> { [2] = 1 }, claim.Takeovers);
        Assert.False((await LoadAsync()).IsZombie);
        Assert.Contains("process 200", (await LoadAsync()).ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public async Task A_lease_that_is_not_renewed_ends_although_its_process_may_live(int seconds, bool isOver)
    {
        await SaveAsync();
        Worker elsewhere = Worker.Create(new RunnerProcess(7, "elsewhere", "x"), Start);
        await ClaimAsync(elsewhere);
        Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(isOver, (await LoadAsync()).IsZombie);

        if (isOver)
            Assert.Equal(elsewhere.Process, (await ClaimAsync(NewWorker(300))).TakenFrom);
        else
            await FailsAsync(MarianneError.JobIsPlayed, ClaimAsync(NewWorker(300)));
    }

    [Fact]
    public async Task A_renewal_extends_all_leases_of_a_worker_and_names_those_that_it_has()
    {
        await SaveAsync();
        await SaveAsync("other");
        Worker worker = NewWorker(200);
        GrantedClaim kept = await ClaimAsync(worker);
        GrantedClaim lost = await ClaimAsync(worker, "other");
        Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal([kept.Token, lost.Token], (await RenewAsync()).ToHashSet());
        Time.Advance(TimeSpan.FromSeconds(20));
        await FailsAsync(MarianneError.JobIsPlayed, ClaimAsync(NewWorker(300)));
        Time.Advance(TimeSpan.FromSeconds(20));
        await ClaimAsync(NewWorker(300), "other");

        Assert.Equal([kept.Token], await RenewAsync());
        Assert.False((await LoadAsync()).IsZombie);

        ValueTask<IReadOnlyList<long>> RenewAsync() => Claims.RenewAsync(worker.Id, HalfMinute, Cancellation);
    }

    public static TheoryData<SheetUpdate> ChangesOfSheets =>
    [
        new SheetUpdate.Start(null),
        new SheetUpdate.Complete(SheetResult.Empty),
        new SheetUpdate.Fail(SheetResult.Empty),
        new SheetUpdate.Skip(),
        new SheetUpdate.Wait(SheetWaitReason.Retry, SheetResult.Empty),
        new SheetUpdate.Measure { Measures = new SheetMeasures { InputTokens = 5 } },
        new SheetUpdate.Interrupt(),
    ];

    [Theory]
    [MemberData(nameof(ChangesOfSheets), DisableDiscoveryEnumeration = true)]
    public async Task A_change_of_a_sheet_with_the_token_of_a_former_claim_writes_nothing(SheetUpdate change)
    {
        await SaveAsync();
        Worker stopped = NewWorker(200);
        GrantedClaim former = await ClaimAsync(stopped);
        await UpdateAsync(1, new SheetUpdate.Start(stopped.Process) { Token = former.Token });
        Time.Advance(HalfMinute);
        Worker other = NewWorker(300);
        GrantedClaim claim = await ClaimAsync(other);
        await UpdateAsync(1, new SheetUpdate.Start(other.Process) { Token = claim.Token });
        Job before = await LoadAsync();

        await FailsAsync(MarianneError.LeaseLost, UpdateAsync(1, change with { Token = former.Token }));

        Job after = await LoadAsync();
        Assert.Equal((before.UpdatedAt, SheetVersion.Of(before.Sheets[0])), (after.UpdatedAt, SheetVersion.Of(after.Sheets[0])));
        await UpdateAsync(1, new SheetUpdate.Complete(SheetResult.Empty) { Token = claim.Token });
    }

    public static TheoryData<JobUpdate> ChangesOfJobs =>
    [
        new JobUpdate.Run(null),
        new JobUpdate.Pause(),
        new JobUpdate.Cancel(),
        new JobUpdate.Fail("why"),
        new JobUpdate.Complete(),
    ];

    [Theory]
    [MemberData(nameof(ChangesOfJobs), DisableDiscoveryEnumeration = true)]
    public async Task A_change_of_a_job_with_the_token_of_a_former_claim_writes_nothing(JobUpdate change)
    {
        await SaveAsync(sheets: 1);
        GrantedClaim former = await ClaimAsync(NewWorker(200));
        Processes.Kill(200);
        await ClaimAsync(NewWorker(300));
        DateTimeOffset before = (await LoadAsync()).UpdatedAt;

        await FailsAsync(MarianneError.LeaseLost, ChangeAsync(change with { Token = former.Token }));

        Assert.Equal(before, (await LoadAsync()).UpdatedAt);
    }

    [Fact]
    public async Task A_paused_job_is_not_claimed_until_its_run_has_ended()
    {
        await SaveAsync();
        Worker first = NewWorker(200);
        GrantedClaim claim = await ClaimAsync(first);
        await ChangeAsync(new JobUpdate.Pause());

        MarianneException error = await FailsAsync(MarianneError.JobIsPlayed, ClaimAsync(NewWorker(300)));
        Assert.Contains("has not ended its sheets yet", error.Message, StringComparison.Ordinal);

        Assert.True(await Claims.ReleaseAsync("nightly", claim.Token, null, Cancellation));
        Assert.False(await Claims.ReleaseAsync("nightly", claim.Token, null, Cancellation));
        Assert.Null((await ClaimAsync(NewWorker(300))).TakenFrom);
    }

    [Fact]
    public async Task A_running_job_whose_claim_is_given_back_is_paused()
    {
        await SaveAsync();
        GrantedClaim claim = await ClaimAsync(NewWorker(200));

        await Claims.ReleaseAsync("nightly", claim.Token, "The disk is full.", Cancellation);

        Job job = await LoadAsync();
        Assert.Equal((JobStatus.Paused, "The disk is full.", null), (job.Status, job.ErrorMessage, job.Runner));
        Assert.Empty(await Claims.ListClaimsAsync("nightly", Cancellation));
    }

    [Fact]
    public async Task A_change_that_ends_the_run_gives_the_claim_back()
    {
        await SaveAsync();
        GrantedClaim claim = await ClaimAsync(NewWorker(200));
        Assert.Equal(claim.Token, Assert.Single(await Claims.ListClaimsAsync("nightly", Cancellation)).Token);

        await ChangeAsync(new JobUpdate.Fail("why") { Token = claim.Token });

        Assert.Empty(await Claims.ListClaimsAsync("nightly", Cancellation));
        await ClaimAsync(NewWorker(300));
    }

    [Fact]
    public async Task A_job_that_was_created_again_does_not_know_the_former_claim()
    {
        await SaveAsync();
        Worker worker = NewWorker(200);
        GrantedClaim former = await ClaimAsync(worker);
        await Jobs.DeleteAsync("nightly", Cancellation);
        await SaveAsync();
        await ClaimAsync(NewWorker(300));

        await FailsAsync(
            MarianneError.LeaseLost, UpdateAsync(1, new SheetUpdate.Complete(SheetResult.Empty) { Token = former.Token }));
        Assert.Equal(SheetStatus.Pending, (await LoadAsync()).Sheets[0].Status);
    }

    [Fact]
    public async Task A_run_of_another_implementation_counts_as_claimed_until_it_is_dead()
    {
        await SaveAsync();
        RunnerProcess other = Processes.Start(200, "mark-200");
        await ChangeAsync(new JobUpdate.Run(other));

        await FailsAsync(MarianneError.JobIsPlayed, ClaimAsync(NewWorker(300)));
        Time.Advance(TimeSpan.FromDays(1));
        await FailsAsync(MarianneError.JobIsPlayed, ClaimAsync(NewWorker(300)));
        Processes.Kill(200);

        Assert.Equal(other, (await ClaimAsync(NewWorker(300))).TakenFrom);
    }

    [Fact]
    public async Task The_operator_may_change_a_claimed_job()
    {
        await SaveAsync();
        Worker worker = NewWorker(200);
        GrantedClaim claim = await ClaimAsync(worker);
        await UpdateAsync(1, new SheetUpdate.Start(worker.Process) { Token = claim.Token });

        await FailsAsync(MarianneError.JobIsPlayed, UpdateAsync(2, new SheetUpdate.Start(Processes.Current)));
        await UpdateAsync(2, new SheetUpdate.Skip("not needed"));
        await UpdateAsync(1, new SheetUpdate.Interrupt());
        await ChangeAsync(new JobUpdate.Cancel());

        Assert.Equal(SheetStatus.Skipped, (await LoadAsync()).Sheets[1].Status);
        Assert.Equal(claim.Token, Assert.Single(await Claims.RenewAsync(worker.Id, HalfMinute, Cancellation)));
    }

    [Fact]
    public async Task Takeovers_are_counted_until_the_work_ends_by_itself()
    {
        await SaveAsync();
        int pid = 200;
        Assert.Equal(0, await DieInAsync(1));
        Assert.Equal(1, await DieInAsync(1));
        Assert.Equal(2, await DieInAsync(1));

        Worker worker = NewWorker(++pid);
        GrantedClaim claim = await ClaimAsync(worker);
        Assert.Equal(3, claim.Takeovers[1]);
        await UpdateAsync(1, new SheetUpdate.Start(worker.Process) { Token = claim.Token });
        await UpdateAsync(1, new SheetUpdate.Wait(SheetWaitReason.Retry, SheetResult.Empty) { Token = claim.Token });
        await UpdateAsync(1, new SheetUpdate.Start(worker.Process) { Token = claim.Token });
        Processes.Kill(pid);

        Assert.Equal(1, (await ClaimAsync(NewWorker(++pid))).Takeovers[1]);

        async Task<int> DieInAsync(int sheet)
        {
            Worker doomed = NewWorker(++pid);
            GrantedClaim granted = await ClaimAsync(doomed);
            await UpdateAsync(sheet, new SheetUpdate.Start(doomed.Process) { Token = granted.Token });
            Processes.Kill(pid);
            return granted.Takeovers.GetValueOrDefault(sheet);
        }
    }
}
