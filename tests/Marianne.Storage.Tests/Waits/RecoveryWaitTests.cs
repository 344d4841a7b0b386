using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Memory;
using Marianne.Waits;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Waits;

/// <summary>The waits and attempts of one incident outside a run.</summary>
public sealed class RecoveryWaitTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly MemoryLearningStore _store;

    public RecoveryWaitTests() => _store = new MemoryLearningStore(_time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Each_attempt_is_recorded_with_the_time_since_the_first_error()
    {
        RecoveryWait wait = WaitFor("E103");
        DateTimeOffset began = _time.GetUtcNow();

        TimeSpan first = await TryAsync(wait, isStopped: true);
        TimeSpan second = await TryAsync(wait, isStopped: false);

        Assert.Equal(115.666, first.TotalSeconds); // The plan of the curve without any recoveries, for a static delay of 300 s.
        LearnedRecovery[] rows =
        [
            .. (await _store.ListRecoveriesAsync(new RecoveryQuery(), Cancellation).ToListAsync(Cancellation)).AsEnumerable().Reverse(),
        ];
        Assert.Equal([(first, false), (first + second, true)], rows.Select(row => (row.ActualWait, row.Recovered)));
        Assert.Equal([first, second], rows.Select(row => row.SuggestedWait));
        Assert.Single(rows.Select(row => row.Incident).Distinct());
        Assert.All(rows, row => Assert.Equal(("E103", "api", began), (row.ErrorCode, row.Service, row.Since)));
    }

    [Fact]
    public async Task A_time_that_the_service_names_comes_first()
    {
        WaitPlan plan = await WaitFor("E103").PlanAsync(_time.GetUtcNow().AddSeconds(700), Cancellation);

        Assert.Equal((700.0, "the service named this time"), (plan.Delay.TotalSeconds, plan.Reason));
    }

    [Fact]
    public async Task The_static_delay_is_that_of_the_caller_of_the_code_or_half_a_minute()
    {
        double own = await FirstAsync(WaitFor("E103", TimeSpan.FromSeconds(30)));

        Assert.Equal(own, await FirstAsync(WaitFor("MINE")));
        Assert.Equal(own, await FirstAsync(WaitFor("E901")));
        Assert.NotEqual(own, await FirstAsync(WaitFor("E103")));
    }

    [Fact]
    public async Task There_is_no_next_attempt_if_it_costs_more_than_it_is_worth()
    {
        RecoveryWait wait = WaitFor("E103", options: new LearningOptions { GiveUpAfter = TimeSpan.FromMinutes(5) });
        await TryAsync(wait, isStopped: true);

        WaitPlan plan = await wait.PlanAsync(null, Cancellation);

        Assert.StartsWith("gives up: ", plan.GivesUp, StringComparison.Ordinal);
    }

    private RecoveryWait WaitFor(string code, TimeSpan? staticDelay = null, LearningOptions? options = null) => new(
        _store, new WaitScope(code) { Service = "api" }, options ?? new LearningOptions(), staticDelay, () => 0, _time);

    private static async Task<double> FirstAsync(RecoveryWait wait) =>
        (await wait.PlanAsync(null, Cancellation)).Delay.TotalSeconds;

    /// <summary>Waits as planned, and makes an attempt. Returns the wait.</summary>
    private async Task<TimeSpan> TryAsync(RecoveryWait wait, bool isStopped)
    {
        WaitPlan plan = await wait.PlanAsync(null, Cancellation);
        _time.Advance(plan.Delay);
        wait.StartTry();
        await wait.RecordAsync(isStopped, Cancellation);
        return plan.Delay;
    }
}
