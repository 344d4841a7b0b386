using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Memory;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class LearningStoreConformance
{
    [Fact]
    public async Task What_was_learned_is_the_same_after_a_copy_and_back()
    {
        await using var origin = new MemoryLearningStore(Time);
        await TeachAsync(origin);
        using var folder = new TemporaryFolder();
        await using var file = new SqliteLearningStore(folder["back.db"], Time);
        Time.Advance(TimeSpan.FromHours(1));

        LearningCopyProgress there = await CopyAsync(origin, Store);
        LearningCopyProgress back = await CopyAsync(Store, file);

        Assert.Equal((there.Read, there.Read), (there.Added, back.Added));
        string[] expected = await ContentsOf(origin);
        Assert.Equal(expected, await ContentsOf(Store));
        Assert.Equal(expected, await ContentsOf(file));
    }

    [Fact]
    public async Task A_copy_that_is_made_again_adds_nothing()
    {
        await using var origin = new MemoryLearningStore(Time);
        await TeachAsync(origin);
        await foreach (LearningCopyProgress progress in LearningCopier.CopyAsync(origin, Store, Assert.Fail, Cancellation))
        {
            if (progress.Read > 60)
                break; // It is interrupted.
        }

        Assert.NotEqual(await ContentsOf(origin), await ContentsOf(Store));
        Time.Advance(TimeSpan.FromMinutes(1));
        LearningCopyProgress again = await CopyAsync(origin, Store);
        Assert.InRange(again.Added, 1, again.Read - 1);
        string[] contents = await ContentsOf(Store);
        Assert.Equal(await ContentsOf(origin), contents);

        Assert.Equal(0, (await CopyAsync(origin, Store)).Added);
        Assert.Equal(contents, await ContentsOf(Store));
        Assert.Equal(0, (await CopyAsync(Store, origin)).Added);
    }

    [Fact]
    public async Task A_copy_replaces_only_what_is_older()
    {
        await using var origin = new MemoryLearningStore(Time);
        await origin.UpdateLimitAsync("a", _ => new SheetLimit { Name = "a", Concurrent = 1 }, Cancellation);
        await Store.UpdateLimitAsync("b", _ => new SheetLimit { Name = "b", Concurrent = 1 }, Cancellation);
        await origin.UpdateCircuitAsync("c", _ => new Circuit { Name = "c", FailureThreshold = 1 }, Cancellation);
        Tick();
        await Store.UpdateLimitAsync("a", _ => new SheetLimit { Name = "a", Concurrent = 2 }, Cancellation);
        await origin.UpdateLimitAsync("b", _ => new SheetLimit { Name = "b", Concurrent = 2 }, Cancellation);
        await Store.UpdateCircuitAsync("c", _ => new Circuit { Name = "c", FailureThreshold = 2 }, Cancellation);

        Assert.Equal(1, (await CopyAsync(origin, Store)).Added);

        Assert.Equal([2, 2], (await LimitsAsync()).Select(limit => limit.Concurrent!.Value));
        Assert.Equal(2, (await Store.GetCircuitAsync("c", Cancellation))!.FailureThreshold);
    }

    [Fact]
    public async Task A_store_is_not_copied_onto_itself() =>
        await Fails(MarianneError.InvalidParameter, async () => await CopyAsync(Store, Store));

    [Fact]
    public async Task A_copy_learns_the_same_waits()
    {
        await using var origin = new MemoryLearningStore(Time);
        await TeachAsync(origin);

        await CopyAsync(origin, Store);

        Assert.Equal(
            (await origin.GetWaitSamplesAsync("E101", null, Cancellation)).Recent,
            (await Store.GetWaitSamplesAsync("E101", null, Cancellation)).Recent);
        Assert.Equal(
            (await origin.GetWaitHistoryAsync("E101", null, "api", Cancellation)).Rows,
            (await Store.GetWaitHistoryAsync("E101", null, "api", Cancellation)).Rows);
        Assert.Equal(await origin.GetStatisticsAsync(Cancellation), await Store.GetStatisticsAsync(Cancellation));
    }

    private static async Task<LearningCopyProgress> CopyAsync(ILearningStore source, ILearningStore destination) =>
        await LearningCopier.CopyAsync(source, destination, Assert.Fail, Cancellation).LastAsync(Cancellation);

    private async Task TeachAsync(MemoryLearningStore store)
    {
        for (int number = 1; number <= 60; number++)
        {
            Time.Advance(TimeSpan.FromSeconds(7.25));
            await store.RecordOutcomesAsync(
                [Report(sheet: number) with { Model = "opus", ErrorCodes = ["E101"], RetryCount = number % 3 }], Cancellation);
            await store.RecordRecoveriesAsync(
            [
                Recovery(wait: number, recovered: number % 4 > 0, model: number % 2 == 0 ? "opus" : null) with
                {
                    Service = "api",
                    Incident = $"incident {number / 5}",
                    Since = Start.AddDays(-number),
                    Hint = TimeSpan.FromSeconds(number),
                },
            ], Cancellation);
        }

        await store.RecordRateLimitAsync(
            new LearnedRateLimit
            {
                ErrorCode = "E103",
                Service = "api",
                SourceJobHash = LearningHash.OfJob("nightly"),
                Duration = TimeSpan.FromHours(9),
            },
            Cancellation);
        await store.SetClustersAsync(
            new Dictionary<string, string> { [LearningHash.OfText("one")] = "web", [LearningHash.OfText("two")] = "web" }, Cancellation);
        await store.UpdateCircuitAsync(
            "claude", _ => new Circuit { Name = "claude" }.Force(CircuitPosition.Open, Time.GetUtcNow()), Cancellation);
        await store.UpdateLimitAsync(
            "claude", _ => new SheetLimit { Name = "claude", Concurrent = 2, PerHour = 60 }, Cancellation);
    }

    /// <summary>Returns every record of a store with every value.</summary>
    private static async Task<string[]> ContentsOf(ILearningStore store)
    {
        List<LearnedOutcome> outcomes = await store.ListOutcomesAsync(new OutcomeQuery(), Cancellation).ToListAsync(Cancellation);
        List<LearnedRecovery> recoveries = await store.ListRecoveriesAsync(new RecoveryQuery(), Cancellation).ToListAsync(Cancellation);
        IReadOnlyList<LearnedRateLimit> limits = await store.ListRateLimitsAsync(null, null, Cancellation);
        return
        [
            .. outcomes.Select(outcome => $"{outcome with { ErrorCodes = [] }} {string.Join(',', outcome.ErrorCodes)}"),
            .. recoveries.Select(recovery => $"{recovery}"),
            .. limits.Select(limit => $"{limit}"),
            .. (await store.ListClusterAsync("web", 10, Cancellation)).Select(cluster => $"{cluster}").Order(),
            .. (await store.ListCircuitsAsync(Cancellation)).Select(circuit => $"{circuit}"),
            .. (await store.ListLimitsAsync(_ => ProcessState.Unknown, Cancellation))
                .Select(limit => $"{limit.Name} {limit.Concurrent} {limit.PerHour} {limit.UpdatedAt:O}"),
        ];
    }
}
