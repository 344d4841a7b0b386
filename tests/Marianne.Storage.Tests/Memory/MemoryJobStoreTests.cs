using Marianne.Jobs;
using Marianne.Storage.Memory;
using Marianne.Storage.Tests.Conformance;
using Xunit;

namespace Marianne.Storage.Tests.Memory;

public sealed class MemoryJobStoreTests : JobStoreConformance
{
    protected override IJobStore CreateStore() => new MemoryJobStore(Time, Processes);

    protected override IJobStore CreateSecondStore() => Store;

    [Fact]
    public void It_has_no_location() => Assert.Null(Store.Location);

    [Fact]
    public async Task A_listing_and_a_renewal_at_the_same_time_wait_for_each_other()
    {
        var processes = new InterruptedProcessList(Processes);
        var store = new MemoryJobStore(Time, processes);
        Worker worker = Worker.Create(Processes.Current, Start);
        await store.SaveAsync(NewJob(), SaveMode.IfUnchanged, Cancellation);
        GrantedClaim claim = await store.ClaimJobAsync(
            "nightly", worker, new JobUpdate.Run(worker.Process), Lease.Length, Cancellation);
        Task<IReadOnlyList<long>>? renewed = null;
        var renewal = new Thread(() => renewed = store.RenewAsync(worker.Id, Lease.Length, CancellationToken.None).AsTask());
        processes.OnExamine = () =>
        {
            processes.OnExamine = null;
            renewal.Start();
            SpinWait.SpinUntil(() => (renewal.ThreadState & (ThreadState.WaitSleepJoin | ThreadState.Stopped)) != 0);
        };

        Job job = await store.ListAsync(JobQuery.All, Cancellation).SingleAsync(Cancellation);
        renewal.Join();

        Assert.False(job.IsZombie);
        Assert.Equal([claim.Token], await renewed!);
    }
}
