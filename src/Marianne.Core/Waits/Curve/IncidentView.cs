namespace Marianne.Waits;

/// <summary>
/// The probability of each cell of a grid, estimated from incidents of which some count more than others.
/// </summary>
/// <remarks>
/// This is the self-consistent estimate of Turnbull (1976) for censored data, with the prior as one more incident.
/// </remarks>
internal sealed class IncidentView
{
    private const int Rounds = 25;

    private readonly double[] _below;
    private readonly double[] _priorBelow;

    /// <summary>Estimates the probabilities.</summary>
    /// <param name="basis">The incidents that count.</param>
    /// <param name="grid">The cells.</param>
    /// <param name="ranges">The cells of each incident.</param>
    /// <param name="weights">The weight of each incident; 0 for those that do not count.</param>
    public IncidentView(WaitBasis basis, TimeGrid grid, CellRange[] ranges, double[] weights)
    {
        Basis = basis;
        Grid = grid;
        Ranges = ranges;
        Weights = weights;
        TotalWeight = weights.Sum();
        Mass = [.. grid.Prior];
        _below = new double[Mass.Length + 1];
        _priorBelow = new double[Mass.Length + 1];

        double[] rates = new double[Mass.Length + 1];
        for (int round = 0; round < Rounds; round++)
            Refine(rates);
        Accumulate(Mass, _below);
        Accumulate(grid.Prior, _priorBelow);
    }

    /// <summary>The incidents that count.</summary>
    public WaitBasis Basis { get; }

    /// <summary>The cells.</summary>
    public TimeGrid Grid { get; }

    /// <summary>The cells of each incident.</summary>
    public CellRange[] Ranges { get; }

    /// <summary>The weight of each incident.</summary>
    public double[] Weights { get; }

    /// <summary>The sum of the weights.</summary>
    public double TotalWeight { get; }

    /// <summary>The probability of each cell, and of <em>never</em>.</summary>
    public double[] Mass { get; }

    /// <summary>
    /// Returns the logarithm of the probability that the other incidents and the prior give to what is known of an incident.
    /// </summary>
    public double LogPredicted(int incident)
    {
        double others = 1 + TotalWeight - Weights[incident];
        double mass = (Sum(_below, Ranges[incident]) * (1 + TotalWeight)) - Weights[incident];
        return Math.Log(Math.Max(mass, Sum(_priorBelow, Ranges[incident])) / others);
    }

    // One round for all cells at once: each incident divides its weight among its cells by their probabilities.
    private void Refine(double[] rates)
    {
        Accumulate(Mass, _below);
        Array.Clear(rates);
        for (int i = 0; i < Ranges.Length; i++)
        {
            if (Weights[i] <= 0)
                continue;

            double rate = Weights[i] / Sum(_below, Ranges[i]);
            rates[Ranges[i].After + 1] += rate;
            rates[Ranges[i].Last + 1] -= rate;
        }

        double running = 0;
        for (int j = 0; j < Mass.Length; j++)
        {
            running += rates[j];
            Mass[j] = (Grid.Prior[j] + (Mass[j] * running)) / (1 + TotalWeight);
        }
    }

    private static double Sum(double[] below, CellRange range) => below[range.Last + 1] - below[range.After + 1];

    private static void Accumulate(double[] values, double[] below)
    {
        for (int j = 0; j < values.Length; j++)
            below[j + 1] = below[j] + values[j];
    }
}
