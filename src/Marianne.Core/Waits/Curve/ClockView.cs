namespace Marianne.Waits;

/// <summary>
/// The phases of a window of the clock at which a service recovers: at the end of each hour, at midnight in some zone, and so on.
/// </summary>
internal sealed class ClockView
{
    /// <summary>The share of incidents that do not recover at such a phase.</summary>
    public const double Stray = 0.02;

    private const int Phases = 240;

    /// <summary>The windows that must have been seen. With fewer, all recoveries of an evening have one phase of a week.</summary>
    private const int MinimumWindows = 3;

    /// <summary>An attempt this close to the end of a cell, in cells, is at its end.</summary>
    private const double Slack = 0.1;

    private readonly double[] _mass;

    private ClockView(double period, double gain, double[] mass)
    {
        Period = period;
        Gain = gain;
        _mass = mass;
    }

    /// <summary>The windows of the clock that are examined, in seconds.</summary>
    public static ReadOnlySpan<double> Periods => [60, 300, 900, 3_600, 18_000, 86_400, 604_800];

    /// <summary>The length of the window in seconds.</summary>
    public double Period { get; }

    /// <summary>How much better the phases explain the incidents than the view of all incidents does, in nats.</summary>
    public double Gain { get; }

    /// <summary>Returns the phases of a window, or <c>null</c> if too few windows were seen.</summary>
    /// <param name="incidents">The incidents.</param>
    /// <param name="weights">The weight of each incident.</param>
    /// <param name="logPredicted">How well all incidents predict each one.</param>
    /// <param name="period">The length of the window in seconds.</param>
    public static ClockView? Find(Incident[] incidents, double[] weights, double[] logPredicted, double period)
    {
        if (!HasEnoughWindows(incidents, period))
            return null;

        double gain = 0;
        double[] logs = new double[Phases + 1];
        for (int i = 0; i < incidents.Length; i++)
        {
            if (incidents[i].Began is not { } began)
                continue;

            gain += weights[i] * Math.Log(Stray);
            if (incidents[i].Low >= period)
                continue;

            double odds = (1 - Stray) / (Stray * Math.Exp(logPredicted[i]));
            AddPhases(logs, incidents[i], began, period, weights[i] * Math.Log(1 + odds));
        }

        double[] mass = Accumulate(logs);
        double top = mass.Max();
        for (int phase = 0; phase < Phases; phase++)
            mass[phase] = Math.Exp(mass[phase] - top);
        double whole = mass.Sum();
        for (int phase = 0; phase < Phases; phase++)
            mass[phase] /= whole;
        return new ClockView(period, gain + top + Math.Log(whole / Phases), mass);
    }

    /// <summary>Returns the curve of an incident that recovers at the phases.</summary>
    /// <param name="began">The time of its first error in Unix seconds.</param>
    public RecoveryCurve CurveOf(double began)
    {
        double cell = Period / Phases;
        double start = began % Period;
        int first = (int)Math.Floor((start / cell) + 1e-9) + 1;
        double[] times = new double[Phases];
        double[] remaining = new double[Phases];
        double left = 0;
        for (int k = Phases - 1; k >= 0; k--)
        {
            times[k] = ((first + k) * cell) - start;
            remaining[k] = left;
            left += _mass[(first + k) % Phases];
        }

        return new RecoveryCurve(times, remaining);
    }

    private static bool HasEnoughWindows(Incident[] incidents, double period)
    {
        var windows = new HashSet<double>();
        foreach (Incident incident in incidents)
        {
            if (incident.Began is { } began && windows.Add(Math.Floor((began + incident.Low) / period)) && windows.Count == MinimumWindows)
                return true;
        }

        return false;
    }

    // Adds the gain to the phases at which the incident can have ended, as differences. Phase k is the time ((k-1) cell, k cell].
    private static void AddPhases(double[] logs, in Incident incident, double began, double period, double gain)
    {
        double cell = period / Phases;
        double start = began % period;
        double high = Math.Min(incident.High ?? period, period);
        int first = (int)Math.Floor(((start + incident.Low) / cell) + Slack) + 1;
        int last = Math.Max(first, (int)Math.Ceiling(((start + high) / cell) - Slack));
        int from = first % Phases;
        int to = from + Math.Min(last - first, Phases - 1) + 1;
        logs[from] += gain;
        if (to > Phases) // The phases go on at the beginning of the next window.
        {
            logs[0] += gain;
            to -= Phases;
        }

        logs[to] -= gain;
    }

    private static double[] Accumulate(double[] differences)
    {
        double[] sums = new double[Phases];
        double running = 0;
        for (int phase = 0; phase < Phases; phase++)
            sums[phase] = running += differences[phase];
        return sums;
    }
}
