using Marianne.Learning;
using Marianne.Waits;
using Xunit;

namespace Marianne.Core.Tests.Learning;

public sealed class WaitTimeServiceTests
{
    private static readonly WaitSamples Five = new([10, 20, 30, 40, 50], 5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_static_delay_the_learned_one_is_returned()
    {
        LearnedWaitTime wait = (await Find(Five, new LearnedWaitQuery("E103") { Model = "opus" }))!;

        Assert.Equal(("E103", "opus", 5L), (wait.ErrorCode, wait.Model, wait.SampleCount));
        Assert.Equal((20, 0.5, WaitStrategy.GlobalLearned), (wait.Seconds, wait.Confidence, wait.Strategy));
        Assert.Equal(TimeSpan.FromSeconds(20), wait.Delay);
    }

    [Fact]
    public async Task Without_a_static_delay_too_few_samples_return_null()
    {
        Assert.Null(await Find(Five, new LearnedWaitQuery("E103") { MinimumSamples = 6 }));
        Assert.Null(await Find(Five, new LearnedWaitQuery("E103") { Model = "another" }));
        Assert.Null(await Find(Five, new LearnedWaitQuery("E501")));
    }

    [Fact]
    public async Task The_static_delay_is_used_while_there_are_too_few_samples()
    {
        var request = new LearnedWaitQuery("E103") { StaticDelay = TimeSpan.FromSeconds(7), MinimumSamples = 6 };

        LearnedWaitTime wait = (await Find(Five, request))!;

        Assert.Equal((7, 0, WaitStrategy.StaticFallback), (wait.Seconds, wait.Confidence, wait.Strategy));
    }

    [Fact]
    public async Task Few_samples_are_blended_with_the_static_delay()
    {
        var request = new LearnedWaitQuery("E103") { StaticDelay = TimeSpan.FromSeconds(40), MinimumConfidence = 1 };

        LearnedWaitTime wait = (await Find(Five, request))!;

        Assert.Equal((30, WaitStrategy.GlobalLearnedBlend), (wait.Seconds, wait.Strategy));
    }

    private static ValueTask<LearnedWaitTime?> Find(WaitSamples samples, LearnedWaitQuery request) =>
        new WaitTimeService(new FakeRecoveryStore(samples)).FindAsync(request, Cancellation);

    /// <summary>A store that has only samples: of E103, and of the model opus or of all models.</summary>
    private sealed class FakeRecoveryStore(WaitSamples samples) : IRecoveryStore
    {
        public ValueTask<WaitSamples> GetWaitSamplesAsync(
            string errorCode, string? model, CancellationToken cancellationToken) =>
            new((errorCode, model) is ("E103", null or "opus") ? samples : WaitSamples.None);

        public ValueTask<IReadOnlyList<LearnedRecovery>> RecordRecoveriesAsync(
            IReadOnlyList<LearnedRecovery> recoveries, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<LearnedRecovery> ListRecoveriesAsync(
            RecoveryQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<long> CountRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<WaitHistory> GetWaitHistoryAsync(
            string errorCode, string? model, string? service, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<RecoveryHour>> GetRecoveryHoursAsync(
            string? errorCode, string? model, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
