using Marianne.Durations;
using Xunit;

namespace Marianne.Core.Tests.Durations;

public sealed class DurationTests
{
    [Theory]
    [InlineData(1.5, 1.5)]
    [InlineData(0, 0)]
    [InlineData(31_536_000, 31_536_000)]
    [InlineData(31_536_001, 31_536_000)]
    [InlineData(1e300, 31_536_000)]
    [InlineData(double.PositiveInfinity, 31_536_000)]
    public void A_duration_is_at_most_a_year(double seconds, double expected)
    {
        Assert.Equal(TimeSpan.FromSeconds(expected), Duration.FromSeconds(seconds));
        Assert.Equal(TimeSpan.FromSeconds(expected), Duration.FromMinutes(seconds / 60));
    }

    [Fact]
    public void An_instant_after_another_is_within_the_calendar()
    {
        var start = new DateTimeOffset(2026, 3, 1, 7, 5, 9, TimeSpan.FromHours(2));

        Assert.Equal(start.AddHours(1), Duration.After(start, TimeSpan.FromHours(1)));
        Assert.Equal(DateTimeOffset.MaxValue, Duration.After(start, TimeSpan.MaxValue));
        Assert.Equal(DateTimeOffset.MaxValue, Duration.After(DateTimeOffset.MaxValue, TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void The_longer_and_the_shorter_of_two_durations_are_returned()
    {
        TimeSpan one = TimeSpan.FromSeconds(1);
        TimeSpan two = TimeSpan.FromSeconds(2);

        Assert.Equal((two, two), (Duration.Max(one, two), Duration.Max(two, one)));
        Assert.Equal((one, one), (Duration.Min(one, two), Duration.Min(two, one)));
    }
}
