namespace Marianne.Waits;

/// <summary>
/// Estimates when a service recovers from successful and failed attempts, and waits until the time at which waiting and failed
/// attempts together cost the least.
/// </summary>
/// <remarks>
/// <para>
/// A recovery itself is not seen. An attempt that failed after 120 seconds and one that succeeded after 300 show that it was in
/// between. Such bounds become a curve, the share of incidents that have recovered by a time. Where they predict better, only the
/// most recent incidents, those at the same time of day, or the phases of a window of the clock are used. A time that the service
/// names is trusted as far as its named times were right before.
/// </para>
/// <para>
/// The curve is the estimate of Turnbull (1976) for censored data. The plan of attempts is the inspection problem of Barlow, Hunter
/// and Proschan, <em>Optimum checking procedures</em>, J. SIAM 11 (1963).
/// </para>
/// </remarks>
public sealed class RecoveryCurveEstimator : IWaitEstimator
{
    /// <summary>The probability that the static delay is right, before anything is known.</summary>
    private const double StaticTrust = 0.3;

    /// <summary>The number of incidents after which an incident counts half.</summary>
    private const double HalfLife = 100;

    /// <summary>How many times as long as the longest failed wait the next one may be.</summary>
    private const double Stride = 4;

    /// <summary>The share of earlier recoveries within which a wait may always be.</summary>
    private const double Usual = 0.9;

    /// <inheritdoc/>
    public WaitEstimate Estimate(WaitHistory history, WaitRequest request)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(request);

        double anchor = Math.Clamp(request.StaticDelay.TotalSeconds, IncidentReader.Shortest, IncidentReader.Longest);
        double? began = UnixSeconds(request.Began) is > 0 and { } known ? known : null;
        double? hint = IncidentReader.Hint(request.Hint?.TotalSeconds);
        Incident[] incidents = IncidentReader.Read(history, request.Incident, UnixSeconds(request.Now));

        IncidentView all = ViewOfAll(incidents, anchor);
        double[] logPredicted = new double[incidents.Length];
        for (int i = 0; i < incidents.Length; i++)
            logPredicted[i] = all.LogPredicted(i);

        ViewSelector selected = ViewSelector.Select(incidents, all, logPredicted, began);
        RecoveryCurve curve = CurveOf(selected, all, began);
        HintView? hinted = hint is { } named ? HintView.Of(named, incidents, all.Weights, logPredicted) : null;
        curve = hinted?.MixInto(curve) ?? curve;

        double cost = TryCost.Of(request, incidents, curve.TypicalTime());
        bool teaches = request.Waited <= TimeSpan.Zero && selected.Clock is null && hinted is null;
        double[]? charges = teaches ? TryCost.TeachingCharges(selected.View) : null;
        double reach = Reach(request, anchor, hint, selected.Clock?.Period, incidents);
        return Plan(request, curve, cost, charges, reach) with
        {
            Basis = selected.Basis,
            SampleCount = incidents.Length,
            Confidence = ConfidenceOf(selected, all),
            HintTrust = hinted?.Trust ?? 0,
        };
    }

    /// <summary>Returns the curve of all incidents. Older ones count less.</summary>
    private static IncidentView ViewOfAll(Incident[] incidents, double anchor)
    {
        var grid = new TimeGrid(anchor, StaticTrust);
        CellRange[] ranges = new CellRange[incidents.Length];
        double[] weights = new double[incidents.Length];
        for (int i = 0; i < incidents.Length; i++)
        {
            ranges[i] = grid.RangeOf(incidents[i]);
            weights[i] = Math.Pow(2, -(incidents.Length - 1 - i) / HalfLife);
        }

        return new IncidentView(WaitBasis.All, grid, ranges, weights);
    }

    private static RecoveryCurve CurveOf(ViewSelector selected, IncidentView all, double? began) =>
        selected.Clock is { } clock
            ? RecoveryCurve.Mix(clock.CurveOf(began!.Value), RecoveryCurve.Of(all), 1 - ClockView.Stray)
            : RecoveryCurve.Of(selected.View);

    private static double ConfidenceOf(ViewSelector selected, IncidentView all)
    {
        double weight = (selected.Clock is null ? selected.View : all).TotalWeight;
        return weight / (1 + weight);
    }

    /// <summary>
    /// Returns the latest time of the next attempt, in seconds, whatever the curve says: it bounds a wait by what has worked before.
    /// </summary>
    private static double Reach(WaitRequest request, double anchor, double? hint, double? period, Incident[] incidents)
    {
        double[] highs = [.. incidents.Where(incident => incident.High is not null).Select(incident => incident.High!.Value).Order()];
        double usual = highs.Length == 0 ? 0 : highs[(int)Math.Ceiling(Usual * highs.Length) - 1];
        double known = Math.Max(2 * anchor, Math.Max(2 * (hint ?? 0), Math.Max(period ?? 0, usual)));
        return Math.Max(Stride * request.Waited.TotalSeconds, known);
    }

    private static WaitEstimate Plan(WaitRequest request, RecoveryCurve curve, double cost, double[]? charges, double reach)
    {
        double waited = request.Waited.TotalSeconds;
        var plan = new TryPlan(curve, waited);
        bool givesUp = !plan.HasNext
            || (waited > 0 && plan.GivesUp(request.Penalty.TotalSeconds, request.GiveUpAfter.TotalSeconds));
        int next = givesUp ? 0 : plan.FindCheapest(cost, charges, reach);
        return new WaitEstimate(
            givesUp,
            givesUp ? TimeSpan.Zero : TimeSpan.FromSeconds(curve.Times[next]),
            givesUp ? 0 : plan.DoneBy(next),
            WaitBasis.All,
            0,
            0,
            0,
            TimeSpan.FromSeconds(cost));
    }

    private static double? UnixSeconds(DateTimeOffset? time) =>
        time is { } known ? (known - DateTimeOffset.UnixEpoch).TotalSeconds : null;
}
