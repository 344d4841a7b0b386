using Marianne.Policies;
using Xunit;

namespace Marianne.Core.Tests.Policies;

public sealed class CostTests
{
    private static readonly CostLimitOptions Options = new() { MaxCostPerJob = 10, MaxCostPerSheet = 4 };
    private static readonly ParallelismOptions Three = new() { Enabled = true, MaxConcurrent = 3 };

    [Fact]
    public void Prices_are_for_a_thousand_tokens() =>
        Assert.Equal(0.003m * 2 + 0.015m * 0.5m, new TokenUsage(2000, 500).Cost(Options));

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("abcd", 1)]
    [InlineData("abcde", 2)]
    public void Unreported_tokens_are_estimated_from_the_text(string? text, int tokens)
    {
        Assert.Equal(tokens, TokenUsage.TokensOf(text));
        Assert.Equal(new TokenUsage(tokens, 2, 0.7), TokenUsage.Estimate(text, "12345678"));
    }

    [Fact]
    public void A_meter_warns_once_and_is_over_above_its_limit()
    {
        CostMeter meter = CostMeter.OfJob(Options);
        Assert.False(Spend(7.99m));
        Assert.True(Spend(0.01m));
        Assert.False(Spend(2m));
        Assert.False(meter.IsOver);
        Assert.Equal(0, meter.Remaining);

        Assert.False(Spend(0.01m));
        Assert.True(meter.IsOver);
        Assert.Equal(0, meter.Remaining);

        bool Spend(decimal cost)
        {
            (meter, bool warns) = meter.Add(cost);
            return warns;
        }
    }

    [Fact]
    public void A_meter_without_a_limit_is_never_over()
    {
        foreach (CostLimitOptions options in new[] { new CostLimitOptions(), Options with { Enabled = false } })
        {
            (CostMeter meter, bool warns) = CostMeter.OfJob(options).Add(1_000_000);
            Assert.False(meter.IsOver || warns);
            Assert.Null(meter.Remaining);
        }
    }

    [Fact]
    public void A_sheet_has_only_its_own_limit()
    {
        Assert.Equal(4, CostMeter.OfSheet(Options).Limit);
        Assert.Null(CostMeter.OfSheet(new() { MaxCostPerJob = 10 }).Limit);
        Assert.Null(CostMeter.OfSheet(Options with { Enabled = false }).Limit);
    }

    [Theory]
    [InlineData(9.0, 0, true)] // Nothing else runs, so there is nothing to wait for.
    [InlineData(11.0, 0, true)]
    [InlineData(5.0, 1, true)]
    [InlineData(5.1, 1, false)]
    [InlineData(3.4, 2, false)]
    [InlineData(null, 2, true)] // What it costs is not known.
    public void A_sheet_starts_beside_others_if_its_expected_cost_fits_into_its_share(double? expected, int running, bool may)
    {
        CostMeter job = CostMeter.OfJob(Options);

        Assert.Equal(may, BudgetPartition.MayStart(job, (decimal?)expected, running, Three));
        Assert.True(BudgetPartition.MayStart(job, (decimal?)expected, running, Three with { BudgetPartition = false }));
        Assert.True(BudgetPartition.MayStart(CostMeter.OfJob(new()), (decimal?)expected, running, Three));
    }
}
