using CsCheck;
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
    public void A_sheet_has_the_lower_of_its_limit_and_its_share()
    {
        Assert.Equal(4, CostMeter.OfSheet(Options, 5).Limit);
        Assert.Equal(3, CostMeter.OfSheet(Options, 3).Limit);
        Assert.Equal(4, CostMeter.OfSheet(Options, null).Limit);
        Assert.Equal(3, CostMeter.OfSheet(new() { MaxCostPerJob = 10 }, 3).Limit);
    }

    [Fact]
    public void The_remaining_budget_is_divided_among_the_slots()
    {
        CostMeter job = CostMeter.OfJob(Options);

        Assert.Equal(3.33333333m, BudgetPartition.ShareOf(job, [], Three));
        Assert.Equal(1m, BudgetPartition.ShareOf(job, [4.5m, 4.5m], Three));
        Assert.Equal(10, BudgetPartition.ShareOf(job, [5m], Three with { BudgetPartition = false }));
        Assert.Equal(10, BudgetPartition.ShareOf(job, [], new()));
        Assert.Null(BudgetPartition.ShareOf(CostMeter.OfJob(new()), [], Three));
    }

    [Fact]
    public void The_sum_of_shares_never_exceeds_the_remaining_budget() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 1000]).Array[1, 100].Select(Gen.Int[1, 20]).Sample((steps, slots) =>
        {
            var options = new ParallelismOptions { Enabled = true, MaxConcurrent = slots };
            CostMeter job = CostMeter.OfJob(Options);
            List<decimal> shares = [];
            foreach ((int step, int number) in steps)
            {
                if (step == 0 && shares.Count < slots)
                {
                    shares.Add(BudgetPartition.ShareOf(job, shares, options)!.Value);
                }
                else if (shares.Count > 0)
                {
                    int sheet = number % shares.Count;
                    decimal cost = decimal.Round(shares[sheet] * number / 1000, 8, MidpointRounding.ToZero);
                    job = job.Add(cost).Meter;
                    shares[sheet] -= cost;
                    if (step == 2)
                        shares.RemoveAt(sheet);
                }

                if (shares.Sum() > job.Remaining)
                    return false;
            }

            return true;
        });
}
