using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class SharedClaimConformance
{
    /// <summary>How a run of a job ends by itself.</summary>
    public enum RunEnd
    {
        Complete,
        Fail,
        Pause,
        Cancel,
        Release,
    }

    /// <summary>Indicates whether a session that marks sheets is a worker of the store.</summary>
    protected virtual bool ListsSessions => true;

    [Fact]
    public async Task Workers_are_listed_until_they_withdraw()
    {
        await SaveAsync();
        Worker first = NewWorker(200) with { CanRun = ["command", "prompt:claude-code"] };
        Worker second = NewWorker(300);
        await Claims.AnnounceAsync(first, Cancellation);
        Time.Advance(TimeSpan.FromMinutes(1));
        GrantedClaim claim = Assert.Single(await ClaimSheetsAsync(second, id: "nightly"));

        IReadOnlyList<Worker> workers = await Claims.ListWorkersAsync(Cancellation);
        Assert.Equal([second.Id, first.Id], workers.Select(worker => worker.Id));
        Assert.Equal((first.Process, Start, false), (workers[1].Process, workers[1].LastSeen, workers[1].IsGone));
        Assert.Equal(first.CanRun, workers[1].CanRun);
        Assert.Equal(Start, workers[1].Since);

        Time.Advance(TimeSpan.FromMinutes(2.5));
        Processes.Kill(300);
        Assert.All(await Claims.ListWorkersAsync(Cancellation), worker => Assert.True(worker.IsGone));
        await Claims.WithdrawAsync(second.Id, Cancellation);
        Assert.Equal(first.Id, Assert.Single(await Claims.ListWorkersAsync(Cancellation)).Id);
        await FailsAsync(MarianneError.LeaseLost, UpdateAsync(1, new SheetUpdate.Start(null) { Token = claim.Token }));
        Assert.Empty(await Claims.ListClaimsAsync("nightly", Cancellation));

        await Claims.WithdrawAsync(first.Id, Cancellation);
        Assert.Single(await ClaimSheetsAsync(first, id: "nightly"));
        Assert.Equal(first.Id, Assert.Single(await Claims.ListWorkersAsync(Cancellation)).Id); // The claim announces it again.
    }

    [Theory]
    [InlineData(RunEnd.Complete)]
    [InlineData(RunEnd.Fail)]
    [InlineData(RunEnd.Pause)]
    [InlineData(RunEnd.Cancel)]
    [InlineData(RunEnd.Release)]
    public async Task A_run_is_listed_until_it_ends(RunEnd end)
    {
        await SaveAsync(sheets: 1);
        await SaveAsync("other");
        Worker runner = NewWorker(200);
        GrantedClaim claim = await ClaimAsync(runner);
        GrantedClaim other = await ClaimAsync(runner, "other");
        if (end is RunEnd.Complete)
            await UpdateAsync(1, new SheetUpdate.Skip() { Token = claim.Token, LeavesJobRunning = true });

        await EndAsync(claim, end);
        Assert.Equal(runner.Id, Assert.Single(await Claims.ListWorkersAsync(Cancellation)).Id);

        await EndAsync(other, RunEnd.Pause);
        Assert.Empty(await Claims.ListWorkersAsync(Cancellation));

        await ClaimAsync(runner, "other");
        Assert.Equal(runner.Id, Assert.Single(await Claims.ListWorkersAsync(Cancellation)).Id);
        Assert.Equal(runner.Process, Assert.Single(await Claims.ListClaimsAsync("other", Cancellation)).Process);
    }

    [Fact]
    public async Task A_session_is_listed_until_its_last_sheet_ends()
    {
        await SaveAsync();
        Worker session = NewWorker(200);
        await UpdateAsync(1, new SheetUpdate.Start(session.Process) { Session = session });
        await UpdateAsync(2, new SheetUpdate.Start(session.Process) { Session = session });

        await UpdateAsync(1, new SheetUpdate.Complete(SheetResult.Empty) { Session = session });
        string[] listed = [.. (await Claims.ListWorkersAsync(Cancellation)).Select(worker => worker.Id)];
        Assert.Equal(ListsSessions ? [session.Id] : [], listed);

        await UpdateAsync(2, new SheetUpdate.Fail(SheetResult.Empty, "why") { Session = session });
        Assert.Empty(await Claims.ListWorkersAsync(Cancellation));
    }

    [Fact]
    public async Task A_run_is_not_gone_as_long_as_it_renews_its_claims()
    {
        await SaveAsync();
        Worker runner = NewWorker(200);
        GrantedClaim claim = await ClaimAsync(runner);
        for (int minute = 0; minute < 5; minute++)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            await Claims.RenewAsync(runner.Id, HalfMinute, Cancellation);
        }

        Worker listed = Assert.Single(await Claims.ListWorkersAsync(Cancellation));
        Assert.Equal((Time.GetUtcNow(), false), (listed.LastSeen, listed.IsGone));

        await EndAsync(claim, RunEnd.Pause);
        Time.Advance(TimeSpan.FromMinutes(5));
        await ClaimAsync(runner);
        Assert.False(Assert.Single(await Claims.ListWorkersAsync(Cancellation)).IsGone);
    }

    private async ValueTask EndAsync(GrantedClaim claim, RunEnd end)
    {
        if (end is RunEnd.Release)
        {
            await Claims.ReleaseAsync(claim.JobId, claim.Token, "why", Cancellation);
            return;
        }

        JobUpdate update = end switch
        {
            RunEnd.Complete => new JobUpdate.Complete(),
            RunEnd.Fail => new JobUpdate.Fail("why"),
            RunEnd.Pause => new JobUpdate.Pause(),
            _ => new JobUpdate.Cancel(),
        };
        await ChangeAsync(update with { Token = claim.Token }, claim.JobId);
    }
}
