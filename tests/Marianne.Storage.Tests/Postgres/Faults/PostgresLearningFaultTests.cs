using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Postgres;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>Tests of learning stores whose server is disturbed at each request.</summary>
public sealed class PostgresLearningFaultTests : PostgresFaultTests<ILearningStore>
{
    private const string Code = "E101";

    private LearnedRateLimit? _limit;

    [Theory]
    [MemberData(nameof(Names))]
    public Task An_operation_has_one_effect_although_a_request_is_disturbed(string name) => HasOneEffectAsync(Operations[name]);

    [Theory]
    [MemberData(nameof(Names))]
    public Task An_operation_fails_clearly_if_all_requests_are_disturbed(string name) => FailsClearlyAsync(Operations[name]);

    public static TheoryData<string> Names() => new(new PostgresLearningFaultTests().Operations.Keys);

    private protected override ILearningStore Create(PostgresDatabase database) => new PostgresLearningStore(database, Time);

    private protected override async Task ChangeNothingAsync(ILearningStore store) =>
        Assert.False(await store.DeleteCircuitAsync("none", Cancellation));

    private Dictionary<string, FaultedOperation<ILearningStore>> Operations => new()
    {
        ["record outcomes"] = new(
            ClearAsync,
            async store => Assert.Equal(2, (await store.RecordOutcomesAsync([Report(1), Report(2)], Cancellation)).Count),
            async store => await store.CountOutcomesAsync(new OutcomeQuery(), Cancellation) / 2),
        ["record recoveries"] = new(
            ClearAsync,
            async store => Assert.Equal(2, (await store.RecordRecoveriesAsync([Recovery(1), Recovery(2)], Cancellation)).Count),
            async store => await store.CountRecoveriesAsync(new RecoveryQuery(), Cancellation) / 2),
        ["assign clusters"] = new(
            ClearAsync,
            async store => Assert.Single(
                await store.SetClustersAsync(new Dictionary<string, string> { ["0123456789abcdef"] = "one" }, Cancellation)),
            async store => (await store.ListClusterAsync("one", 9, Cancellation)).Count),
        ["record a rate limit"] = new(
            ClearAsync,
            async store => Assert.Equal(Code, (await store.RecordRateLimitAsync(Limit(), Cancellation)).ErrorCode),
            async store => (await store.ListRateLimitsAsync(null, null, Cancellation)).Count),
        ["remove rate limits"] = new(
            CreateLimitAsync,
            async store => Assert.Equal(1, await store.RemoveRateLimitsAsync([_limit!.Id], Cancellation)),
            async store => await store.HasRateLimitAsync(_limit!.Id, Cancellation) ? 0 : 1),
        ["clear expired rate limits"] = new(
            async store =>
            {
                await CreateLimitAsync(store);
                Time.Advance(TimeSpan.FromDays(1));
            },
            async store => Assert.Equal(1, await store.ClearExpiredRateLimitsAsync(Cancellation)),
            async store => await store.HasRateLimitAsync(_limit!.Id, Cancellation) ? 0 : 1),
        ["create a circuit breaker"] = new(
            ClearAsync,
            async store => await store.UpdateCircuitAsync("claude", _ => new Circuit { Name = "claude" }, Cancellation),
            async store => (await store.ListCircuitsAsync(Cancellation)).Count),
        ["change a circuit breaker"] = new(
            CreateCircuitAsync,
            async store => await store.UpdateCircuitAsync(
                "claude",
                circuit => circuit! with { State = circuit.State with { Failures = circuit.State.Failures + 1 } },
                Cancellation),
            async store => (await store.GetCircuitAsync("claude", Cancellation))!.State.Failures),
        ["delete a circuit breaker"] = new(
            CreateCircuitAsync,
            async store => Assert.True(await store.DeleteCircuitAsync("claude", Cancellation)),
            async store => await store.GetCircuitAsync("claude", Cancellation) is null ? 1 : 0),
        ["list outcomes"] = new(
            ClearAndRecordAsync,
            async store => Assert.Equal(
                150, (await store.ListOutcomesAsync(new OutcomeQuery { First = 200 }, Cancellation).ToListAsync(Cancellation))
                    .DistinctBy(outcome => outcome.Id).Count())),
        ["read recoveries"] = new(
            ClearAndRecordAsync,
            async store =>
            {
                Assert.Single(await store.ListRecoveriesAsync(new RecoveryQuery(), Cancellation).ToListAsync(Cancellation));
                Assert.Single((await store.GetWaitSamplesAsync(Code, null, Cancellation)).Recent);
                Assert.Single((await store.GetWaitHistoryAsync(Code, null, null, Cancellation)).Rows);
                Assert.Single(await store.GetRecoveryHoursAsync(Code, null, Cancellation));
            }),
        ["measure"] = new(
            ClearAndRecordAsync,
            async store => Assert.Equal(150, (await store.GetStatisticsAsync(Cancellation)).TotalExecutions)),
    };

    private static OutcomeReport Report(int sheet) => new()
    {
        Id = $"outcome{sheet}",
        SheetId = $"nightly-sheet{sheet}",
        JobId = "nightly",
        WorkspacePath = "/work",
        StartedAt = TestJobs.Now,
    };

    private static LearnedRecovery Recovery(int seconds) => new()
    {
        ErrorCode = Code,
        SuggestedWait = TimeSpan.FromSeconds(60),
        ActualWait = TimeSpan.FromSeconds(seconds),
        Recovered = true,
    };

    private static LearnedRateLimit Limit() => new()
    {
        ErrorCode = Code,
        SourceJobHash = LearningHash.OfJob("nightly"),
        Duration = TimeSpan.FromHours(1),
    };

    private async Task ClearAsync(ILearningStore store) =>
        await Schema.Scalar("DELETE FROM main.outcomes; DELETE FROM main.recoveries; DELETE FROM main.rate_limits; "
            + "DELETE FROM main.circuits; DELETE FROM main.clusters");

    private async Task ClearAndRecordAsync(ILearningStore store)
    {
        if (await store.CountOutcomesAsync(new OutcomeQuery(), Cancellation) == 150)
            return;

        await ClearAsync(store);
        await store.RecordOutcomesAsync([.. Enumerable.Range(1, 150).Select(Report)], Cancellation);
        await store.RecordRecoveriesAsync([Recovery(1)], Cancellation);
    }

    private async Task CreateLimitAsync(ILearningStore store)
    {
        await ClearAsync(store);
        _limit = await store.RecordRateLimitAsync(Limit(), Cancellation);
    }

    private async Task CreateCircuitAsync(ILearningStore store)
    {
        await ClearAsync(store);
        await store.UpdateCircuitAsync("claude", _ => new Circuit { Name = "claude" }, Cancellation);
    }
}
