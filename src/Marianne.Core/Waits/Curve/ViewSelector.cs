namespace Marianne.Waits;

/// <summary>
/// Selects the incidents that explain the current one best: all of them, the most recent ones, those at the same time of day, or
/// the phases of a window of the clock.
/// </summary>
/// <remarks>
/// A narrower view must predict its own incidents better than the view of all incidents does, by more than a doubt. Each incident is
/// predicted from the others, so a view cannot win by fitting itself.
/// </remarks>
internal sealed class ViewSelector
{
    /// <summary>How much better a view must be, in nats.</summary>
    private const double Doubt = 4;

    private const double Day = 86_400;

    /// <summary>The largest difference of times of day that count as the same one, in seconds.</summary>
    private const double NearHour = 10_800;

    private const int MinimumNearHour = 4;

    private readonly Incident[] _incidents;
    private readonly IncidentView _all;
    private readonly double[] _logPredicted;
    private double _best;

    private ViewSelector(Incident[] incidents, IncidentView all, double[] logPredicted)
    {
        _incidents = incidents;
        _all = all;
        _logPredicted = logPredicted;
        View = all;
    }

    /// <summary>The selected incidents.</summary>
    public IncidentView View { get; private set; }

    /// <summary>The selected phases of the clock, which then win over <see cref="View"/>, or <c>null</c>.</summary>
    public ClockView? Clock { get; private set; }

    /// <summary>What the estimate is based on.</summary>
    public WaitBasis Basis => Clock is { } clock ? WaitBasis.Clock(TimeSpan.FromSeconds(clock.Period)) : View.Basis;

    private static ReadOnlySpan<int> Latest => [3, 6, 12, 24, 48];

    /// <summary>Selects the incidents.</summary>
    /// <param name="incidents">All incidents, oldest first.</param>
    /// <param name="all">The view of all incidents.</param>
    /// <param name="logPredicted">How well all incidents predict each one.</param>
    /// <param name="began">The beginning of the current incident in Unix seconds, or <c>null</c> if it is not known.</param>
    public static ViewSelector Select(Incident[] incidents, IncidentView all, double[] logPredicted, double? began)
    {
        var selector = new ViewSelector(incidents, all, logPredicted);
        selector.ConsiderLatest();
        if (began is { } known)
        {
            selector.ConsiderHour(known);
            selector.ConsiderClocks();
        }

        return selector;
    }

    private void ConsiderLatest()
    {
        int count = _incidents.Length;
        foreach (int latest in Latest)
        {
            if (latest >= count)
                break;

            double[] weights = new double[count];
            Array.Fill(weights, 1, count - latest, latest);
            Consider(WaitBasis.Last(latest), weights);
        }
    }

    private void ConsiderHour(double began)
    {
        double[] weights = new double[_incidents.Length];
        int near = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (_incidents[i].Began is not { } other || !IsNearHour(began, other))
                continue;

            weights[i] = _all.Weights[i];
            near++;
        }

        if (near >= MinimumNearHour && near < weights.Length)
            Consider(WaitBasis.Hour, weights);
    }

    private void ConsiderClocks()
    {
        foreach (double period in ClockView.Periods)
        {
            if (ClockView.Find(_incidents, _all.Weights, _logPredicted, period) is not { } clock || !(clock.Gain - Doubt > _best))
                continue;

            _best = clock.Gain - Doubt;
            Clock = clock;
        }
    }

    private void Consider(WaitBasis basis, double[] weights)
    {
        var view = new IncidentView(basis, _all.Grid, _all.Ranges, weights);
        double gain = -Doubt;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
                gain += weights[i] * (view.LogPredicted(i) - _logPredicted[i]);
        }

        if (gain > _best)
        {
            _best = gain;
            View = view;
        }
    }

    private static bool IsNearHour(double one, double other)
    {
        double apart = Math.Abs((one % Day) - (other % Day));
        return Math.Min(apart, Day - apart) <= NearHour;
    }
}
