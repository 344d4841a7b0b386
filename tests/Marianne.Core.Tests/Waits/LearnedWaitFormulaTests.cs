using Marianne.Waits;
using Xunit;

namespace Marianne.Core.Tests.Waits;

public sealed class LearnedWaitFormulaTests
{
    [Fact]
    public void A_learned_delay_is_the_mean_of_the_average_and_the_minimum()
    {
        // Mean 20, minimum 10.
        Assert.Equal(15, LearnedWaitFormula.Learn(Samples(10, 20, 30), 3));
        Assert.Equal(7, LearnedWaitFormula.Learn(Samples(7), 1));
        Assert.Equal(0, LearnedWaitFormula.Learn(Samples(0, 0, 0), 3));
    }

    [Theory]
    [InlineData(2, 3, false)]
    [InlineData(3, 3, true)]
    [InlineData(1, 1, true)]
    [InlineData(0, 1, false)]
    [InlineData(20, 20, true)]
    public void A_delay_is_learned_from_enough_samples(int samples, int minimum, bool isLearned) =>
        Assert.Equal(isLearned, LearnedWaitFormula.Learn(Samples([.. Enumerable.Repeat(1.0, samples)]), minimum) is not null);

    [Theory]
    [InlineData(20, 21, false)]
    [InlineData(21, 21, true)]
    [InlineData(100, 100, true)]
    [InlineData(99, 100, false)]
    public void A_minimum_above_the_recent_samples_counts_all_samples(long count, int minimum, bool isLearned)
    {
        var samples = new WaitSamples([.. Enumerable.Repeat(5.0, 20)], count);
        Assert.Equal(isLearned, LearnedWaitFormula.Learn(samples, minimum) is not null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void The_minimum_is_at_least_one_sample(int minimum) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LearnedWaitFormula.Learn(Samples(1), minimum));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 0.7)]
    [InlineData(10, 1)]
    [InlineData(11, 1)]
    public void The_confidence_is_one_from_ten_samples(long count, double confidence) =>
        Assert.Equal(confidence, LearnedWaitFormula.Confidence(new WaitSamples([1], count)), 1e-12);

    [Fact]
    public void Without_samples_the_static_delay_is_used() => Assert.Equal(
        (60, 0, 0.0), LearnedWaitFormula.WithFallback(WaitSamples.None, 60, 3, 0.7));

    [Fact]
    public void A_confident_delay_is_not_blended_but_at_least_half_of_the_static_one()
    {
        var samples = new WaitSamples([10, 20, 30], 10);
        Assert.Equal((15, 1, 1.0), LearnedWaitFormula.WithFallback(samples, 30, 3, 0.7));
        Assert.Equal((16, 1, 1.0), LearnedWaitFormula.WithFallback(samples, 32, 3, 0.7));
        Assert.Equal((15, 1, 1.0), LearnedWaitFormula.WithFallback(samples, 0, 3, 1));
    }

    [Fact]
    public void A_delay_with_exactly_the_minimum_confidence_is_not_blended()
    {
        Assert.Equal((15, 0.7, 1.0), LearnedWaitFormula.WithFallback(new([10, 20, 30], 7), 20, 3, 0.7));
        Assert.Equal((15, 0.1, 1.0), LearnedWaitFormula.WithFallback(new([15], 1), 20, 1, 0));
    }

    [Fact]
    public void A_delay_below_the_minimum_confidence_is_blended()
    {
        (double seconds, double confidence, double share) =
            LearnedWaitFormula.WithFallback(new WaitSamples([10, 20, 30], 3), 20, 3, 0.6);

        Assert.Equal(17.5, seconds, 1e-9); // Half of 15, half of 20.
        Assert.Equal(0.3, confidence, 1e-9);
        Assert.Equal(0.5, share, 1e-9);
    }

    private static WaitSamples Samples(params double[] waits) => new(waits, waits.Length);
}
