using Marianne.Learning;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class LearningStoreConformance
{
    [Fact]
    public async Task A_rate_limit_is_in_force_for_four_fifths_of_its_duration()
    {
        LearnedRateLimit recorded = await Limit("E103", 100);
        Assert.Equal(Start, recorded.RecordedAt);
        Assert.Equal(Start.AddSeconds(80), recorded.ExpiresAt);
        Assert.Equal(TimeSpan.FromSeconds(80), recorded.Remaining);

        Time.Advance(TimeSpan.FromSeconds(79));
        LearnedRateLimit read = Assert.Single(await Limits());
        Assert.Equal(recorded with { Remaining = TimeSpan.FromSeconds(1) }, read);

        Tick();
        Assert.Empty(await Limits());
    }

    [Fact]
    public async Task Rate_limits_are_listed_latest_expiry_first_and_can_be_filtered()
    {
        await Limit("E103", 100, "opus");
        await Limit("E103", 300);
        await Limit("E104", 200, "opus");

        Assert.Equal([300, 200, 100], Durations(await Limits()));
        Assert.Equal([300, 100], Durations(await Limits("E103")));
        Assert.Equal([200, 100], Durations(await Limits(model: "opus")));
        Assert.Equal([100], Durations(await Limits("E103", "opus")));
        Assert.Empty(await Limits("E105"));
    }

    [Fact]
    public async Task Only_expired_rate_limits_are_cleared()
    {
        await Limit("E103", 100);
        await Limit("E103", 200);
        Assert.Equal(0, await Store.ClearExpiredRateLimitsAsync(Cancellation));

        Time.Advance(TimeSpan.FromSeconds(80));
        Assert.Equal(1, await Store.ClearExpiredRateLimitsAsync(Cancellation));
        Assert.Equal(0, await Store.ClearExpiredRateLimitsAsync(Cancellation));
        Assert.Single(await Limits());
    }

    [Fact]
    public async Task A_rate_limit_in_force_can_be_removed_by_its_id()
    {
        LearnedRateLimit first = await Limit("E103", 100);
        LearnedRateLimit second = await Limit("E104", 100);
        Assert.True(await Store.HasRateLimitAsync(first.Id, Cancellation));

        Assert.Equal(1, await Store.RemoveRateLimitsAsync([first.Id, "other"], Cancellation));
        Assert.Equal(0, await Store.RemoveRateLimitsAsync([first.Id], Cancellation));

        Assert.False(await Store.HasRateLimitAsync(first.Id, Cancellation));
        Assert.Equal(second.Id, Assert.Single(await Limits()).Id);
    }

    [Fact]
    public async Task A_rate_limit_keeps_its_service_and_an_expiry_within_its_duration()
    {
        LearnedRateLimit limit = new()
        {
            ErrorCode = "E104",
            Service = "claude",
            SourceJobHash = LearningHash.OfJob("nightly"),
            Duration = TimeSpan.FromSeconds(100),
        };
        await Store.RecordRateLimitAsync(limit with { ExpiresAt = Start.AddSeconds(100) }, Cancellation);
        await Store.RecordRateLimitAsync(limit with { ExpiresAt = Start.AddSeconds(101) }, Cancellation);
        await Store.RecordRateLimitAsync(limit with { ExpiresAt = Start.AddSeconds(-1), Service = null }, Cancellation);

        Assert.Equal(
            [("claude", 100), ("claude", 80), (null, 80)],
            (await Limits()).OrderByDescending(found => (found.ExpiresAt, found.Service)).Select(found =>
                (found.Service, (int)(found.ExpiresAt - Start).TotalSeconds)));
    }

    /// <summary>Cases: the clock was ahead when the limit was recorded, or was set back since.</summary>
    [Theory]
    [InlineData(-400 * 86_400)]
    [InlineData(-3600)]
    [InlineData(-10)]
    public async Task A_rate_limit_from_the_future_is_not_in_force_and_is_cleared(int seconds)
    {
        await Limit("E103", 8);

        Time.AdjustTime(Start.AddSeconds(seconds));

        Assert.Empty(await Limits());
        Assert.Equal(1, await Store.ClearExpiredRateLimitsAsync(Cancellation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e9)]
    public async Task A_rate_limit_with_an_invalid_duration_is_rejected(double seconds)
    {
        await Fails(MarianneError.InvalidRecord, () => Limit("E103", seconds));
        Assert.Empty(await Limits());
    }

    private static IEnumerable<int> Durations(IEnumerable<LearnedRateLimit> limits) =>
        limits.Select(limit => (int)limit.Duration.TotalSeconds);

    private async Task<LearnedRateLimit> Limit(string code, double seconds, string? model = null) =>
        await Store.RecordRateLimitAsync(
            new LearnedRateLimit
            {
                ErrorCode = code,
                Model = model,
                SourceJobHash = LearningHash.OfJob("nightly"),
                Duration = TimeSpan.FromSeconds(seconds),
            },
            Cancellation);

    private ValueTask<IReadOnlyList<LearnedRateLimit>> Limits(string? code = null, string? model = null) =>
        Store.ListRateLimitsAsync(code, model, Cancellation);
}
