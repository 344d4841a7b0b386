using Marianne.Testing.Simulation;
using Xunit;

namespace Marianne.Core.Tests.Waits;

/// <summary>What waiting costs if the law of the recoveries is known: the limit that waits are measured against.</summary>
public class LawOracleTests
{
    private static readonly int[] Penalties = [1, 30, 300];

    [Theory]
    [InlineData("bimodal 30/3600", 1.00, 1.01, 1.08)]
    [InlineData("diurnal", 1.22, 1.26, 1.44)]
    [InlineData("uniform 60-900", 1.40, 1.43, 1.69)]
    [InlineData("lognormal 200", 1.52, 1.57, 2.04)]
    [InlineData("exponential 300", 1.64, 1.68, 2.13)]
    [InlineData("fixed 300", 1, 1, 1)]
    [InlineData("each hour", 1, 1, 1)]
    public void The_fair_cost_allows_half_a_failed_attempt(string law, double one, double thirty, double threeHundred)
    {
        LawOracle[] oracles = OraclesOf(law);

        Assert.Equal([one, thirty, threeHundred], oracles.Select(oracle => Math.Round(oracle.FairRatio, 2)));
        Assert.All(oracles, oracle => Assert.InRange(oracle.Fair.FailedTries, 0, LawOracle.Budget + 1e-9));
    }

    [Theory]
    [InlineData("uniform 60-900", 1.05, 1.28, 1.69)]
    [InlineData("lognormal 200", 1.07, 1.38, 2.04)]
    [InlineData("exponential 300", 1.07, 1.40, 2.13)]
    public void The_free_cost_allows_any_number_of_failed_attempts(string law, double one, double thirty, double threeHundred)
    {
        LawOracle[] oracles = OraclesOf(law);

        Assert.Equal([one, thirty, threeHundred], oracles.Select(oracle => Math.Round(oracle.FreeRatio, 2)));
        Assert.All(oracles, oracle => Assert.True(oracle.Free.Seconds <= oracle.Fair.Seconds));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public void The_best_plan_of_two_times_tries_at_both_unless_failing_is_too_expensive(double failedTryCost)
    {
        var law = new DiscreteDistribution([30, 3600], [0.5, 0.5]);

        PlanCost plan = InspectionPlan.CheapestOf(law, failedTryCost);

        PlanCost both = new((30 + 3600 + failedTryCost) / 2, 0.5), last = new(3600, 0);
        Assert.Equal(both.Seconds < last.Seconds ? both : last, plan);
    }

    private static LawOracle[] OraclesOf(string law) =>
        [.. Penalties.Select(seconds => LawOracle.Of(RecoveryLaws.Find(law), TimeSpan.FromSeconds(seconds)))];
}
