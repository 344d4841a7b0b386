using Marianne.Durations;

namespace Marianne.Waits;

/// <summary>What is known about when a service recovers.</summary>
internal sealed class RecoveryModel
{
    /// <summary>The probability that the static delay is right, before anything is known.</summary>
    private const double StaticTrust = 0.3;

    /// <summary>The number of incidents after which an incident counts half.</summary>
    private const double HalfLife = 100;

    private readonly IncidentView _all;

    private RecoveryModel(Incident[] incidents, double anchor, double? began, double? hint)
    {
        Incidents = incidents;
        Anchor = anchor;
        _all = ViewOfAll(incidents, anchor);
        double[] logPredicted = [.. Enumerable.Range(0, incidents.Length).Select(_all.LogPredicted)];

        Selected = ViewSelector.Select(incidents, _all, logPredicted, began);
        Hint = hint is { } named ? HintView.Of(named, incidents, _all.Weights, logPredicted) : null;
        RecoveryCurve curve = Selected.Clock is { } clock
            ? RecoveryCurve.Mix(clock.CurveOf(began!.Value), RecoveryCurve.Of(_all), 1 - ClockView.Stray)
            : RecoveryCurve.Of(Selected.View);
        Curve = Hint?.MixInto(curve) ?? curve;
    }

    /// <summary>The incidents, oldest first.</summary>
    public Incident[] Incidents { get; }

    /// <summary>The static delay in seconds, from a second to a year.</summary>
    public double Anchor { get; }

    /// <summary>The incidents that explain the current one best.</summary>
    public ViewSelector Selected { get; }

    /// <summary>What the named time says, or <c>null</c> if none was named.</summary>
    public HintView? Hint { get; }

    /// <summary>The share of incidents that have not recovered by each time.</summary>
    public RecoveryCurve Curve { get; }

    /// <summary>The weight of the selected incidents compared with the assumption that is made without any; 0 to 1.</summary>
    public double Confidence
    {
        get
        {
            double weight = (Selected.Clock is null ? Selected.View : _all).TotalWeight;
            return weight / (1 + weight);
        }
    }

    /// <summary>The longest wait after which an attempt succeeded, or <c>null</c> if none did.</summary>
    public TimeSpan? LongestRecovery =>
        Incidents.Max(incident => incident.High) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Creates the model of a history for an incident.</summary>
    public static RecoveryModel Of(WaitHistory history, WaitRequest request) => new(
        IncidentReader.Read(history, request.Incident, UnixSeconds(request.Now)),
        Math.Clamp(request.StaticDelay.TotalSeconds, IncidentReader.Shortest, IncidentReader.Longest),
        UnixSeconds(request.Began) is > 0 and { } began ? began : null,
        IncidentReader.Hint(request.Hint?.TotalSeconds));

    private static IncidentView ViewOfAll(Incident[] incidents, double anchor)
    {
        var grid = new TimeGrid(anchor, StaticTrust);
        double[] weights = new double[incidents.Length];
        for (int i = 0; i < incidents.Length; i++)
            weights[i] = Math.Pow(2, -(incidents.Length - 1 - i) / HalfLife);
        return new IncidentView(WaitBasis.All, grid, [.. incidents.Select(incident => grid.RangeOf(incident))], weights);
    }

    private static double? UnixSeconds(DateTimeOffset? time) =>
        time is { } known ? UnixTime.Of(known) : null;
}
