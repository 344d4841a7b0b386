using Marianne.Learning;
using Xunit;

namespace Marianne.Core.Tests.Learning;

public sealed class ExecutionWindowTests
{
    [Theory]
    [InlineData(10, 7, true, false)]
    [InlineData(100, 69, false, false)]
    [InlineData(3, 3, true, false)]
    [InlineData(2, 2, false, false)]
    [InlineData(10, 3, false, true)]
    [InlineData(100, 31, false, false)]
    [InlineData(3, 0, false, true)]
    [InlineData(2, 0, false, false)]
    [InlineData(0, 0, false, false)]
    public void Hours_with_enough_samples_are_optimal_or_to_be_avoided(long samples, long successes, bool isOptimal, bool isBad)
    {
        var window = ExecutionWindow.Of([new RecoveryHour(5, samples, successes)]);

        Assert.Equal(isOptimal ? [5] : [], window.OptimalHours);
        Assert.Equal(isBad ? [5] : [], window.AvoidHours);
        Assert.Equal(samples, window.SampleCount);
    }

    [Fact]
    public void Each_hour_of_the_day_is_listed_once_in_ascending_order()
    {
        var window = ExecutionWindow.Of([new(23, 3, 3), new(0, 3, 3), new(7, 3, 0), new(2, 3, 0)], "E101", "opus");

        Assert.Equal([0, 23], window.OptimalHours);
        Assert.Equal([2, 7], window.AvoidHours);
        Assert.Equal(Enumerable.Range(0, 24), window.Hours.Select(hour => hour.Hour));
        Assert.Equal(1, window.Hours[0].SuccessRate);
        Assert.Null(window.Hours[1].SuccessRate);
        Assert.Equal("E101", window.ErrorCode);
        Assert.Equal("opus", window.Model);
    }

    [Fact]
    public void An_hour_outside_the_day_is_only_counted_as_a_sample()
    {
        var window = ExecutionWindow.Of([new(-1, 5, 5), new(24, 5, 0), new(3, 4, 4)]);

        Assert.Equal(14, window.SampleCount);
        Assert.Equal([3], window.OptimalHours);
        Assert.Empty(window.AvoidHours);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0.08)]
    [InlineData(50, 1)]
    [InlineData(51, 1)]
    public void The_confidence_is_one_from_fifty_samples(long samples, double confidence) =>
        Assert.Equal(confidence, ExecutionWindow.Of([new(1, samples, 0)]).Confidence, 1e-12);

    [Fact]
    public void Without_recoveries_the_window_is_empty()
    {
        var window = ExecutionWindow.Of([]);

        Assert.Empty(window.OptimalHours);
        Assert.Empty(window.AvoidHours);
        Assert.Equal(0, window.Confidence);
        Assert.Equal(0, window.SampleCount);
    }

    [Theory]
    [InlineData(0, 0, HourVerdict.None)]
    [InlineData(2, 2, HourVerdict.FewSamples)]
    [InlineData(3, 3, HourVerdict.Optimal)]
    [InlineData(10, 7, HourVerdict.Optimal)]
    [InlineData(10, 6, HourVerdict.Mixed)]
    [InlineData(10, 4, HourVerdict.Mixed)]
    [InlineData(10, 3, HourVerdict.Avoid)]
    [InlineData(3, 0, HourVerdict.Avoid)]
    public void An_hour_is_rated_by_its_recoveries(long samples, long successes, HourVerdict verdict) =>
        Assert.Equal(verdict, new RecoveryHour(12, samples, successes).Verdict);
}
