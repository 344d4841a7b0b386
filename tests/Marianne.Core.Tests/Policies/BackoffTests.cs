using CsCheck;
using Marianne.Errors;
using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class BackoffTests
{
    private static readonly RetryOptions Plain = new() { Jitter = false };

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 20)]
    [InlineData(3, 80)]
    [InlineData(8, 2560)]
    [InlineData(9, 3600)]
    [InlineData(int.MaxValue, 3600)]
    public void Each_delay_grows_by_the_base_up_to_the_maximum(int retry, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Delay(Plain, retry, () => 0.5));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.5, 11.25)]
    [InlineData(1, 12.5)]
    public void Jitter_adds_up_to_a_quarter(double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Delay(new(), 0, () => random));

    [Fact]
    public void The_first_delay_depends_on_the_code_unless_the_score_sets_it()
    {
        Assert.Equal(TimeSpan.FromSeconds(120), Backoff.StaticDelay(new(), 1, ErrorCodes.Timeout));
        Assert.Equal(TimeSpan.FromSeconds(2), Backoff.StaticDelay(new() { BaseDelaySeconds = 1 }, 1, ErrorCodes.Timeout));
        Assert.Equal(TimeSpan.FromSeconds(20), Backoff.StaticDelay(new(), 1, ErrorCodes.Crashed));
    }

    [Theory]
    [InlineData(1e12)]
    [InlineData(1e300)]
    public void No_delay_is_longer_than_a_year(double seconds)
    {
        var options = new RetryOptions { BaseDelaySeconds = seconds, MaxDelaySeconds = seconds };
        Assert.Equal(TimeSpan.FromDays(365), Backoff.Delay(options, 0, () => 1));
        Assert.Equal(TimeSpan.FromDays(365), Backoff.Delay(options, 0, () => 1, ErrorCodes.Timeout));
        Assert.Equal(
            TimeSpan.FromDays(365), RateLimitPolicy.StaticDelay(new() { WaitMinutes = int.MaxValue }, ErrorCodes.Timeout));
    }

    [Fact]
    public void A_delay_is_never_above_the_maximum_or_below_the_previous_one() =>
        Gen.Select(Gen.Double[0.001, 1e12], Gen.Double[0.001, 1e300], Gen.Double[1.001, 1e6], Gen.Int[0, 5000], Gen.Double[0, 1])
            .Sample((first, most, growth, retry, random) =>
            {
                var options = new RetryOptions { BaseDelaySeconds = first, MaxDelaySeconds = most, ExponentialBase = growth };
                TimeSpan delay = Backoff.Delay(options, retry, () => random);

                return delay.TotalSeconds <= most + 1e-6
                    && delay >= Backoff.StaticDelay(options, retry)
                    && Backoff.StaticDelay(options, retry + 1) >= Backoff.StaticDelay(options, retry);
            });
}
