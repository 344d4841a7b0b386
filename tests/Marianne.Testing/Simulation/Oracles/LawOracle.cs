namespace Marianne.Testing.Simulation;

/// <summary>
/// What waiting costs if the law of the recoveries is known, but no recovery itself. No policy that learns the law can cost less. Of a
/// law that depends on the clock or on the incidents so far, they are known as well.
/// </summary>
/// <param name="Free">The cost without a limit of failed attempts.</param>
/// <param name="Fair">The cost with at most a budget of failed attempts for each incident.</param>
/// <param name="MeanRecovery">The mean time of a recovery in seconds.</param>
public sealed record LawOracle(PlanCost Free, PlanCost Fair, double MeanRecovery)
{
    /// <summary>The failed attempts that are allowed for each incident.</summary>
    public const double Budget = 0.5;

    /// <summary>The number of prices, and their range in seconds. Each price gives a plan with another number of failed attempts.</summary>
    private const int PriceCount = 60;
    private const double LowestPrice = 0.5;
    private const double HighestPrice = 20_000;

    /// <summary>The free cost as a multiple of the mean recovery, which is what waiting costs if each recovery is known.</summary>
    public double FreeRatio => Free.Seconds / MeanRecovery;

    /// <summary>The fair cost as a multiple of the mean recovery.</summary>
    public double FairRatio => Fair.Seconds / MeanRecovery;

    /// <summary>Returns what waiting costs on a law.</summary>
    /// <param name="law">The law.</param>
    /// <param name="penalty">The cost of a failed attempt.</param>
    public static LawOracle Of(RecoveryLaw law, TimeSpan penalty)
    {
        ArgumentNullException.ThrowIfNull(law);

        if (law.Distributions.Count == 0)
            return new LawOracle(new PlanCost(1, 0), new PlanCost(1, 0), 1);

        (double Share, LawOracle Oracle)[] parts =
            [.. law.Distributions.Select(part => (part.Share, Of(part.Distribution.ToPoints(), penalty.TotalSeconds)))];
        return new LawOracle(
            Sum(oracle => oracle.Free), Sum(oracle => oracle.Fair), parts.Sum(part => part.Share * part.Oracle.MeanRecovery));

        PlanCost Sum(Func<LawOracle, PlanCost> cost) => new(
            parts.Sum(part => part.Share * cost(part.Oracle).Seconds),
            parts.Sum(part => part.Share * cost(part.Oracle).FailedTries));
    }

    private static LawOracle Of(DiscreteDistribution law, double penalty)
    {
        PlanCost free = InspectionPlan.CheapestOf(law, penalty);
        return new LawOracle(free, free.FailedTries <= Budget + 1e-9 ? free : FairOf(law, penalty), law.Mean);
    }

    /// <summary>
    /// Returns the least cost within the budget. A price of failed attempts in addition to the penalty, as a Lagrange multiplier, gives
    /// the plans on the lower hull of what is possible; between two of them, the best is to choose either at random.
    /// </summary>
    private static PlanCost FairOf(DiscreteDistribution law, double penalty)
    {
        PlanCost[] plans = [.. Prices().Select(price => WithoutPrice(InspectionPlan.CheapestOf(law, penalty + price), price))];
        PlanCost few = plans.Where(plan => plan.FailedTries <= Budget).MaxBy(plan => plan.FailedTries);
        PlanCost many = plans.Where(plan => plan.FailedTries > Budget).MinBy(plan => plan.FailedTries);
        double share = (Budget - few.FailedTries) / (many.FailedTries - few.FailedTries);
        return new PlanCost(few.Seconds + (share * (many.Seconds - few.Seconds)), Budget);

        static PlanCost WithoutPrice(PlanCost plan, double price) => plan with { Seconds = plan.Seconds - (price * plan.FailedTries) };
    }

    private static IEnumerable<double> Prices()
    {
        double factor = Math.Pow(HighestPrice / LowestPrice, 1.0 / (PriceCount - 1));
        return Enumerable.Range(0, PriceCount).Select(i => LowestPrice * Math.Pow(factor, i)).Prepend(0);
    }
}
