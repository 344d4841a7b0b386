namespace Marianne.Waits;

/// <summary>What a failed attempt is taken to cost, in seconds of waiting.</summary>
internal static class TryCost
{
    /// <summary>The failed attempts that are free at first.</summary>
    private const double Credit = 16;

    /// <summary>The part of the budget that each incident adds.</summary>
    private const double Paid = 0.7;

    /// <summary>The failed attempts above the budget that double the price.</summary>
    private const double Steep = 4;

    private const double LeastDoublings = -8;
    private const double MostDoublings = 4;

    /// <summary>
    /// Returns the penalty or, if there were more failed attempts than the budget allows, a price that rises with them. Like the
    /// retry tokens of AWS SDKs and gRPC, it bounds the attempts over many incidents, but as a price instead of a limit.
    /// </summary>
    /// <param name="request">The penalty and the budget.</param>
    /// <param name="incidents">The earlier incidents.</param>
    /// <param name="typical">The typical time of a recovery in seconds.</param>
    public static double Of(WaitRequest request, Incident[] incidents, double typical)
    {
        double failed = request.FailedTries;
        foreach (Incident incident in incidents)
            failed += incident.Failed;

        double doublings = (failed - (Paid * request.FailureBudget * incidents.Length) - Credit) / Steep;
        double price = 0.5 * typical * Math.Pow(2, Math.Clamp(doublings, LeastDoublings, MostDoublings));
        return Math.Max(request.Penalty.TotalSeconds, price);
    }

    /// <summary>
    /// Returns the part of the cost that a first attempt is charged at each end of a view's cells. An attempt at a time that was
    /// never tried shows how long recoveries really take, so it is charged less.
    /// </summary>
    /// <param name="view">The incidents.</param>
    public static double[] TeachingCharges(IncidentView view)
    {
        double[] charges = new double[view.Grid.Count + 1];
        for (int i = 0; i < view.Ranges.Length; i++)
        {
            if (view.Weights[i] <= 0 || view.Ranges[i].Last - view.Ranges[i].After <= 1)
                continue;

            charges[view.Ranges[i].After + 1] += view.Weights[i];
            charges[view.Ranges[i].Last] -= view.Weights[i];
        }

        double untried = 0; // The weight of the incidents that can have ended before this time as well as after it.
        for (int k = 0; k < charges.Length; k++)
        {
            untried += charges[k];
            double tried = Math.Max(view.TotalWeight - untried, 0);
            charges[k] = 1 / (1 + (Math.Max(untried, 0) / ((1 + tried) * (1 + tried))));
        }

        return charges;
    }
}
