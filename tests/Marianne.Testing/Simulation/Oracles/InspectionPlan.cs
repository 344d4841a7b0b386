namespace Marianne.Testing.Simulation;

/// <summary>The best plan of attempts when the law of the recoveries is known, but not the recovery.</summary>
/// <remarks>
/// This is the inspection problem of Barlow, Hunter and Proschan, <em>Optimum checking procedures</em>, J. SIAM 11 (1963), on a
/// discrete set of times, solved backwards from the last one as by Eckstein, Gal and Reiner (2008). With S(t) the probability that the
/// service has not recovered by t, c the cost of a failed attempt and J(t) what is still to be paid after one at t:
/// J(t) = min over t' &gt; t of S(t) (t' - t) + c S(t') + J(t').
/// </remarks>
public static class InspectionPlan
{
    /// <summary>Probabilities below this one are rounding errors.</summary>
    private const double Negligible = 1e-12;

    /// <summary>Returns what the cheapest plan costs.</summary>
    /// <param name="law">The law of the recoveries.</param>
    /// <param name="failedTryCost">The cost of a failed attempt in seconds.</param>
    public static PlanCost CheapestOf(DiscreteDistribution law, double failedTryCost)
    {
        ArgumentNullException.ThrowIfNull(law);

        double[] times = law.Times;
        double[] remaining = RemainingAfterEach(law);
        var later = new PlanCost[times.Length];
        for (int k = times.Length - 2; k >= 0; k--)
        {
            if (remaining[k] > 0)
                later[k] = CheapestNext(times[k], remaining[k], k + 1);
        }

        return CheapestNext(0, 1, 0);

        PlanCost CheapestNext(double waited, double share, int first)
        {
            var best = new PlanCost(double.PositiveInfinity, 0);
            for (int next = first; next < times.Length; next++)
            {
                double seconds = (share * (times[next] - waited)) + (remaining[next] * failedTryCost) + later[next].Seconds;
                if (seconds < best.Seconds)
                    best = new PlanCost(seconds, remaining[next] + later[next].FailedTries);
            }

            return best;
        }
    }

    private static double[] RemainingAfterEach(DiscreteDistribution law)
    {
        double[] remaining = new double[law.Times.Length];
        double sum = 0;
        for (int i = 0; i < remaining.Length; i++)
        {
            sum += law.Probabilities[i];
            remaining[i] = 1 - sum < Negligible ? 0 : 1 - sum;
        }

        return remaining;
    }
}
