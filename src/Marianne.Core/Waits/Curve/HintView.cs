namespace Marianne.Waits;

/// <summary>
/// What a time that the service named says, and how far such times were right before. A named time is advice of unknown quality.
/// </summary>
internal sealed class HintView
{
    private const double InitialTrust = 0.6;

    /// <summary>The number of incidents as which the initial trust counts.</summary>
    private const double InitialWeight = 2;

    private const int Rounds = 25;

    private readonly RecoveryCurve _curve;

    private HintView(RecoveryCurve curve, double trust)
    {
        _curve = curve;
        Trust = trust;
    }

    /// <summary>The probability that the named time is right.</summary>
    public double Trust { get; }

    /// <summary>Compares the named times of earlier incidents with their recoveries.</summary>
    /// <param name="hint">The seconds from the first error to the time that was named for the current incident.</param>
    /// <param name="incidents">The earlier incidents.</param>
    /// <param name="weights">The weight of each of them.</param>
    /// <param name="logPredicted">How well all incidents predict each one.</param>
    public static HintView Of(double hint, Incident[] incidents, double[] weights, double[] logPredicted)
    {
        // The times are relative to each incident's own hint, so that only their ratio to it counts.
        var grid = new TimeGrid(hint, InitialTrust);
        CellRange[] ranges = new CellRange[incidents.Length];
        double[] hinted = new double[incidents.Length];
        for (int i = 0; i < incidents.Length; i++)
        {
            ranges[i] = incidents[i].Hint is { } own ? grid.RangeOf(incidents[i], hint / own) : new CellRange(-1, grid.Count);
            hinted[i] = incidents[i].Hint is null ? 0 : weights[i];
        }

        var view = new IncidentView(WaitBasis.All, grid, ranges, hinted);
        return new HintView(RecoveryCurve.Of(view), FindTrust(view, logPredicted));
    }

    /// <summary>Returns a curve that includes what the named time says.</summary>
    /// <param name="curve">The curve without it.</param>
    public RecoveryCurve MixInto(RecoveryCurve curve) => RecoveryCurve.Mix(_curve, curve, Trust);

    // Expectation maximization: which of the two, the hint or the history, predicted each incident?
    private static double FindTrust(IncidentView view, double[] logPredicted)
    {
        double[] hinted = [.. Enumerable.Range(0, logPredicted.Length).Where(i => view.Weights[i] > 0).Select(view.LogPredicted)];
        double[] others = [.. logPredicted.Where((_, i) => view.Weights[i] > 0)];
        double[] weights = [.. view.Weights.Where(weight => weight > 0)];
        double trust = InitialTrust;
        for (int round = 0; round < Rounds; round++)
        {
            double right = 0;
            for (int i = 0; i < weights.Length; i++)
                right += weights[i] * trust / (trust + ((1 - trust) * Math.Exp(others[i] - hinted[i])));
            trust = ((InitialWeight * InitialTrust) + right) / (InitialWeight + view.TotalWeight);
        }

        return trust;
    }
}
