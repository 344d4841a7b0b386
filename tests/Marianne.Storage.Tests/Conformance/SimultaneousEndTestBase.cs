using System.Globalization;
using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

/// <summary>
/// The last two sheets of a job end in the same instant, each with a store of its own: the job is completed once. Both stores are those
/// of one database, as if they were in two processes.
/// </summary>
public abstract class SimultaneousEndTestBase : IAsyncLifetime
{
    /// <summary>The number of jobs. <c>MARIANNE_TEST_ENDS</c> is another one, for a longer test.</summary>
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("MARIANNE_TEST_ENDS"), CultureInfo.InvariantCulture, out int rounds) ? rounds : 25;

    private readonly FakeProcessList _processes = new();
    private IJobStore[] _stores = [];
    private Worker[] _workers = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        _stores = [await OpenAsync(_processes), await OpenAsync(_processes)];
        _workers = [NewWorker(200), NewWorker(300)];
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (IJobStore store in _stores)
            await store.DisposeAsync();
    }

    /// <summary>Opens another store of the same database.</summary>
    protected abstract Task<IJobStore> OpenAsync(IProcessList processes);

    [Fact]
    public async Task One_of_two_ends_completes_the_job()
    {
        for (int round = 1; round <= Rounds; round++)
        {
            string id = $"job-{round}";
            SheetUpdateResult[] ends = await EndAsync(id, leavesJobRunning: false);

            Assert.Single(ends, end => end.Job.Status == JobStatus.Completed);
            await AssertCompletedAsync(id);
        }
    }

    [Fact]
    public async Task One_of_two_workers_closes_the_job()
    {
        for (int round = 1; round <= Rounds; round++)
        {
            string id = $"job-{round}";
            SheetUpdateResult[] ends = await EndAsync(id, leavesJobRunning: true);
            Assert.All(ends, end => Assert.Equal(JobStatus.Running, end.Job.Status));

            bool[] closings = await AtOnceAsync(worker => TryCloseAsync(id, worker));

            Assert.Single(closings, isClosed => isClosed);
            await AssertCompletedAsync(id);
        }
    }

    /// <summary>Creates a job of two sheets, lets a worker claim and start each, and completes both at once.</summary>
    private async Task<SheetUpdateResult[]> EndAsync(string id, bool leavesJobRunning)
    {
        await _stores[0].SaveAsync(new Job(id, id, 2, TestJobs.Now), SaveMode.IfUnchanged, Cancellation);
        var claims = new List<GrantedClaim>();
        for (int worker = 0; worker < 2; worker++)
        {
            GrantedClaim claim = Assert.Single(await _stores[worker].ClaimSheetsAsync(
                new SheetClaimRequest(_workers[worker], Unclaimed) { JobId = id }, Cancellation));
            await _stores[worker].UpdateSheetAsync(
                id, claim.SheetNumber!.Value, new SheetUpdate.Start(null) { Token = claim.Token }, Cancellation);
            claims.Add(claim);
        }

        return await AtOnceAsync(worker => _stores[worker].UpdateSheetAsync(
            id,
            claims[worker].SheetNumber!.Value,
            new SheetUpdate.Complete(SheetResult.Empty) { Token = claims[worker].Token, LeavesJobRunning = leavesJobRunning },
            Cancellation).AsTask());
    }

    private Worker NewWorker(int pid) => Worker.Create(_processes.Start(pid, $"mark-{pid}"), TestJobs.Now);

    /// <summary>Claims a job as a whole and completes it. Returns <c>false</c> if the other worker does.</summary>
    private async Task<bool> TryCloseAsync(string id, int worker)
    {
        try
        {
            var run = new JobUpdate.Run(_workers[worker].Process) { OnlyIfOpen = true };
            GrantedClaim claim = await _stores[worker].ClaimJobAsync(id, _workers[worker], run, Lease.Length, Cancellation);
            await _stores[worker].UpdateAsync(id, new JobUpdate.Complete { Token = claim.Token }, Cancellation);
            return true;
        }
        catch (MarianneException error) when (error.Error is MarianneError.JobIsPlayed or MarianneError.InvalidTransition)
        {
            return false;
        }
    }

    private async Task AssertCompletedAsync(string id)
    {
        Job job = (await _stores[0].LoadAsync(id, Cancellation))!;
        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.Progress.Finished));
        Assert.Empty(await _stores[0].ListClaimsAsync(id, Cancellation));
    }

    private static int[] Unclaimed(ClaimableJob job) =>
        [.. job.Sheets.Where(sheet => !sheet.IsClaimed).Select(sheet => sheet.Number).Take(1)];

    /// <summary>Lets both workers do something in the same instant.</summary>
    private static async Task<T[]> AtOnceAsync<T>(Func<int, Task<T>> work)
    {
        using var barrier = new Barrier(2);
        return await Task.WhenAll(Enumerable.Range(0, 2).Select(worker => Task.Run(
            () =>
            {
                barrier.SignalAndWait(Cancellation);
                return work(worker);
            },
            Cancellation)));
    }
}
