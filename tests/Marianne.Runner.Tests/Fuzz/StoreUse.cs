using Marianne.History;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage;
using Marianne.Storage.Memory;
using Marianne.Stores;
using Xunit;

namespace Marianne.Runner.Tests.Fuzz;

/// <summary>Uses everything of a store that may be damaged. Each call succeeds, or fails with an error of ours.</summary>
internal sealed class StoreUse(TimeProvider time, IProcessList processes)
{
    private static readonly LearnedRecovery Recovery =
        new() { ErrorCode = "E101", ActualWait = TimeSpan.FromSeconds(1), Recovered = true };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Reads, lists, copies and changes the jobs.</summary>
    public async Task OfJobsAsync(IJobStore store, string[] ids)
    {
        var errors = new List<MarianneException>();
        await Try(() => Each(store.ListAsync(new JobQuery { OnDamage = errors.Add }, Cancellation)));
        await Try(() => Each(store.ListAsync(new JobQuery { UpdatedAfter = time.GetUtcNow(), NamePrefix = "n" }, Cancellation)));
        await Try(() => Each(store.ListExecutionsAsync(new ExecutionQuery { First = long.MaxValue }, Cancellation)));
        foreach (string id in ids)
        {
            await Try(() => store.LoadHeaderAsync(id, Cancellation).AsTask());
            await Try(() => store.GetStatisticsAsync(id, Cancellation).AsTask());
            await Try(() => Each(store.ListExecutionsAsync(new ExecutionQuery { JobId = id, OldestFirst = true }, Cancellation)));
            await Try(() => ReadHistories(store, id));
            await Try(async () =>
            {
                await using var copy = new MemoryJobStore(time, processes);
                await Each(JobCopier.CopyAsync(id, store, copy, replace: false, Cancellation));
            });
        }

        await Try(() => store.UpdateSheetAsync(ids[0], 2, new SheetUpdate.Start(processes.Current), Cancellation).AsTask());
        await Try(() => store.UpdateSheetAsync(ids[0], 2, new SheetUpdate.Complete(SheetResult.Empty), Cancellation).AsTask());
        await Try(() => store.UpdateAsync(ids[0], new JobUpdate.Pause(), Cancellation).AsTask());
        await Try(async () =>
        {
            if (await store.LoadAsync(ids[0], Cancellation) is not { } job)
                return;
            job.Description = "changed";
            await store.SaveAsync(job, SaveMode.Overwrite, Cancellation);
        });
        await Try(() => store.DeleteAsync(ids[^1], Cancellation).AsTask());
    }

    /// <summary>Reads and changes what was learned.</summary>
    public static async Task OfLearningAsync(ILearningStore store)
    {
        await Try(() => Each(store.ListOutcomesAsync(new OutcomeQuery { First = long.MaxValue }, Cancellation)));
        await Try(() => Each(store.ListRecoveriesAsync(new RecoveryQuery { First = long.MaxValue }, Cancellation)));
        var recovered = new RecoveryQuery { ErrorCode = "E101", Recovered = true };
        await Try(() => store.CountRecoveriesAsync(recovered, Cancellation).AsTask());
        await Try(() => store.GetStatisticsAsync(Cancellation).AsTask());
        await Try(() => store.GetWaitSamplesAsync("E101", null, Cancellation).AsTask());
        await Try(() => new WaitTimeService(store).FindAsync(new LearnedWaitQuery("E101"), Cancellation).AsTask());
        await Try(() => store.GetRecoveryHoursAsync("E101", null, Cancellation).AsTask());
        await Try(() => store.GetWaitHistoryAsync("E101", null, "service", Cancellation).AsTask());
        await Try(() => store.ListRateLimitsAsync(null, null, Cancellation).AsTask());
        await Try(() => store.ClearExpiredRateLimitsAsync(Cancellation).AsTask());
        await Try(() => store.ListClusterIdsAsync(Cancellation).AsTask());
        await Try(() => store.ListClusterAsync("c", long.MaxValue, Cancellation).AsTask());
        await Try(() => store.ListCircuitsAsync(Cancellation).AsTask());
        await Try(() => store.UpdateCircuitAsync("claude", Change, Cancellation).AsTask());
        await Try(() => store.RecordRecoveriesAsync([Recovery], Cancellation).AsTask());

        static Circuit Change(Circuit? circuit) => (circuit ?? new Circuit { Name = "claude" }) with { FailureThreshold = 7 };
    }

    /// <summary>Checks a store and copies what can be read.</summary>
    public async Task OfRepairerAsync(string path, string destination)
    {
        var repairer = new StoreRepairer(time, processes);
        await Try(() => repairer.CheckAsync(path, Cancellation).AsTask());
        await Try(() => repairer.CopyAsync(path, new StoreLocation(StoreKind.Sqlite, destination), Cancellation).AsTask());
    }

    /// <summary>Runs a call. An error of ours is one of the expected results.</summary>
    public static async Task Try(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (MarianneException error)
        {
            Assert.NotEqual("", error.Message);
            Assert.Null(error.InnerException);
        }
    }

    private static async Task ReadHistories(IJobStore store, string id)
    {
        foreach (AttachedHistory attached in await store.ListHistoriesAsync(id, Cancellation))
        {
            await using Stream? content = await store.OpenHistoryAsync(id, attached.SheetNumber, Cancellation);
            if (content is not null)
                ExecutionHistory.Import(content, "The history").Export(Stream.Null);
        }
    }

    private static async Task Each<T>(IAsyncEnumerable<T> items)
    {
        await foreach (T item in items)
            Assert.NotNull(item?.ToString());
    }
}
