namespace Marianne.Waits;

/// <summary>
/// Cells of time around an anchor, eight for each doubling, from a second to a year. A cell ends at <c>Ends[j]</c> and begins after
/// the end before it. A further cell, at the index <c>Count</c>, is <em>never</em>.
/// </summary>
internal sealed class TimeGrid
{
    private const int CellsPerOctave = 8;

    /// <summary>The probability that a service never recovers, before anything is known.</summary>
    private const double Never = 0.001;

    /// <summary>The octaves over which the assumed probability of a cell falls to a half.</summary>
    private const double OctavesToHalf = 2;

    private readonly double _anchor;
    private readonly int _first;

    /// <summary>Creates the cells.</summary>
    /// <param name="anchor">The time in seconds that is expected, from a second to a year.</param>
    /// <param name="trust">The probability that it is right, before anything is known.</param>
    public TimeGrid(double anchor, double trust)
    {
        _anchor = anchor;
        _first = (int)Math.Ceiling((CellsPerOctave * Math.Log2(IncidentReader.Shortest / anchor)) - 1e-9);
        int last = (int)Math.Floor((CellsPerOctave * Math.Log2(IncidentReader.Longest / anchor)) + 1e-9);

        Ends = new double[last - _first + 1];
        Prior = new double[Count + 1];
        double sum = 0;
        for (int j = 0; j < Count; j++)
        {
            double octaves = (double)(_first + j) / CellsPerOctave;
            Ends[j] = anchor * Math.Pow(2, octaves);
            Prior[j] = Math.Pow(2, -Math.Abs(octaves) / OctavesToHalf);
            sum += Prior[j];
        }

        double share = (1 - trust) * (1 - Never) / sum;
        for (int j = 0; j < Count; j++)
            Prior[j] *= share;
        Prior[-_first] += trust * (1 - Never);
        Prior[Count] = Never;
    }

    /// <summary>The number of cells that end.</summary>
    public int Count => Ends.Length;

    /// <summary>The ends of the cells in seconds.</summary>
    public double[] Ends { get; }

    /// <summary>The probability of each cell, and of <em>never</em>, before anything is known.</summary>
    public double[] Prior { get; }

    /// <summary>Returns the cells in which an incident can have ended.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="scale">The factor of its times.</param>
    public CellRange RangeOf(in Incident incident, double scale = 1)
    {
        int after = incident.Low <= 0 ? -1 : CellOf(incident.Low * scale);
        if (incident.High is not { } high)
            return new CellRange(after, Count);

        int last = CellOf(high * scale);
        return last > after ? new CellRange(after, last)
            : after + 1 < Count ? new CellRange(after, after + 1)
            : new CellRange(Count - 2, Count - 1);
    }

    /// <summary>
    /// Returns the cell whose end is nearest to a time, not the one that contains it: a little jitter of the time changes nothing.
    /// </summary>
    private int CellOf(double seconds) =>
        Math.Clamp((int)Math.Floor((CellsPerOctave * Math.Log2(seconds / _anchor)) + 0.5) - _first, 0, Count - 1);
}
