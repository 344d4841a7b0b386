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
    /// <summary>How many times as long as the longest failed wait the next one may be.</summary>
    private const double Stride = 4;

    /// <summary>The share of earlier recoveries within which a wait may always be.</summary>
    private const double Usual = 0.9;

    /// <inheritdoc/>
    public WaitEstimate Estimate(WaitHistory history, WaitRequest request)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(request);

        return Estimate(RecoveryModel.Of(history, request), request);
    }

    /// <summary>Returns the share of incidents that have recovered by each time, ascending.</summary>
    /// <param name="history">The earlier attempts after the same error.</param>
    /// <param name="request">The current incident.</param>
    public static IReadOnlyList<RecoveryCurvePoint> GetCurve(WaitHistory history, WaitRequest request)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(request);

        return PointsOf(RecoveryModel.Of(history, request));
    }

    /// <summary>Returns the wait, and the curve on which it is planned.</summary>
    /// <param name="history">The earlier attempts after the same error.</param>
    /// <param name="request">The current incident.</param>
    internal static (WaitEstimate Estimate, IReadOnlyList<RecoveryCurvePoint> Curve) EstimateWithCurve(
        WaitHistory history, WaitRequest request)
    {
        RecoveryModel model = RecoveryModel.Of(history, request);
        return (Estimate(model, request), PointsOf(model));
    }

    private static RecoveryCurvePoint[] PointsOf(RecoveryModel model) =>
        [.. model.Curve.Times.Zip(model.Curve.Remaining, (time, left) => new RecoveryCurvePoint(TimeSpan.FromSeconds(time), 1 - left))];

    private static WaitEstimate Estimate(RecoveryModel model, WaitRequest request)
    {
        double cost = TryCost.Of(request, model.Incidents, model.Curve.TypicalTime());
        bool teaches = request.Waited <= TimeSpan.Zero && model.Selected.Clock is null && model.Hint is null;
        double[]? charges = teaches ? TryCost.TeachingCharges(model.Selected.View) : null;
        WaitEstimate estimate = Plan(request, model.Curve, cost, charges, Reach(request, model)) with
        {
            Basis = model.Selected.Basis,
            SampleCount = model.Incidents.Length,
            Confidence = model.Confidence,
            HintTrust = model.Hint?.Trust ?? 0,
        };
        return estimate with { Reason = EstimateText.Of(estimate, model.LongestRecovery) };
    }

    /// <summary>
    /// Returns the latest time of the next attempt, in seconds, whatever the curve says: it bounds a wait by what has worked before.
    /// </summary>
    private static double Reach(WaitRequest request, RecoveryModel model)
    {
        double[] highs = [.. model.Incidents.Where(incident => incident.High is not null).Select(incident => incident.High!.Value).Order()];
        double usual = highs.Length == 0 ? 0 : highs[(int)Math.Ceiling(Usual * highs.Length) - 1];
        double hint = IncidentReader.Hint(request.Hint?.TotalSeconds) ?? 0;
        double known = Math.Max(2 * model.Anchor, Math.Max(2 * hint, Math.Max(model.Selected.Clock?.Period ?? 0, usual)));
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
            givesUp ? TimeSpan.Zero : RoundUp(curve.Times[next]),
            givesUp ? 0 : plan.DoneBy(next),
            WaitBasis.All,
            0,
            0,
            0,
            TimeSpan.FromSeconds(cost));
    }

    /// <summary>
    /// Returns seconds, rounded up to a tick. If they were rounded down, a success after this wait would be recorded as a little
    /// shorter than the point that was waited for, and <see cref="Reach"/> would exclude that point from then on.
    /// </summary>
    private static TimeSpan RoundUp(double seconds) => TimeSpan.FromTicks((long)Math.Ceiling(seconds * TimeSpan.TicksPerSecond));
}
