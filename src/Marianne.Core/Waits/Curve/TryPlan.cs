namespace Marianne.Waits;

/// <summary>
/// The cheapest times of the next attempts: each second until the service is used again costs a second, and each failed attempt
/// has a cost.
/// </summary>
/// <remarks>
/// This is the inspection problem of Barlow, Hunter and Proschan (1963) on a discrete set of times, solved backwards from the last
/// one as by Eckstein, Gal and Reiner (2008).
/// </remarks>
/// <param name="curve">The share of incidents that have not recovered by each time.</param>
/// <param name="waited">The seconds waited so far.</param>
internal sealed class TryPlan(RecoveryCurve curve, double waited)
{
    private readonly double _share = curve.RemainingAfter(waited);
    private readonly int _first = FindFirst(curve, waited);

    /// <summary>Indicates whether there is a time after the one waited so far.</summary>
    public bool HasNext => _first < curve.Count;

    /// <summary>Determines whether giving up costs less than any further attempt.</summary>
    /// <param name="penalty">The cost of a failed attempt in seconds.</param>
    /// <param name="giveUp">The cost of giving up in seconds.</param>
    public bool GivesUp(double penalty, double giveUp)
    {
        double[] later = CostsAfterFailure(penalty, giveUp);
        double least = double.PositiveInfinity;
        for (int k = _first; k < curve.Count; k++)
            least = Math.Min(least, CostOf(k, penalty, later));
        return least >= _share * giveUp;
    }

    /// <summary>Returns the index of the cheapest time for the next attempt.</summary>
    /// <param name="cost">The cost of a failed attempt in seconds.</param>
    /// <param name="charges">The part of the cost that the next attempt is charged at each time, or <c>null</c> for all of it.</param>
    /// <param name="reach">The latest time, in seconds. The first time is always allowed.</param>
    public int FindCheapest(double cost, double[]? charges, double reach)
    {
        double[] later = CostsAfterFailure(cost, double.PositiveInfinity);
        int cheapest = _first;
        double least = double.PositiveInfinity;
        for (int k = _first; k < curve.Count && (k == _first || curve.Times[k] <= reach); k++)
        {
            double value = CostOf(k, cost * (charges?[k] ?? 1), later);
            if (value < least)
                (cheapest, least) = (k, value);
        }

        return cheapest;
    }

    /// <summary>Returns the probability that the service has recovered by a time, given that it had not so far.</summary>
    /// <param name="point">The index of the time.</param>
    public double DoneBy(int point) => 1 - (curve.Remaining[point] / _share);

    private double CostOf(int point, double cost, double[] later) =>
        (_share * (curve.Times[point] - waited)) + (curve.Remaining[point] * cost) + later[point];

    // What is still to be paid after a failed attempt at each time if the attempts after it are the cheapest.
    private double[] CostsAfterFailure(double cost, double giveUp)
    {
        double[] times = curve.Times;
        double[] remaining = curve.Remaining;
        double[] later = new double[curve.Count];
        for (int k = curve.Count - 1; k >= _first; k--)
        {
            bool isLast = k == curve.Count - 1;
            double least = isLast && double.IsInfinity(giveUp) ? 0 : remaining[k] * giveUp;
            for (int next = k + 1; next < curve.Count; next++)
            {
                double wait = remaining[k] * (times[next] - times[k]);
                if (wait >= least) // Later times only cost more.
                    break;
                least = Math.Min(least, wait + (remaining[next] * cost) + later[next]);
            }

            later[k] = least;
        }

        return later;
    }

    private static int FindFirst(RecoveryCurve curve, double waited)
    {
        int first = 0;
        while (first < curve.Count && curve.Times[first] < waited + IncidentReader.Shortest)
            first++;
        return first;
    }
}
