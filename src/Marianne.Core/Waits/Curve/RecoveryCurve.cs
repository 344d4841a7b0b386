namespace Marianne.Waits;

/// <summary>The share of incidents that have not recovered by certain times.</summary>
/// <param name="times">The times in seconds from the first error, ascending.</param>
/// <param name="remaining">The share that has not recovered by each of them, descending.</param>
internal sealed class RecoveryCurve(double[] times, double[] remaining)
{
    /// <summary>The number of points.</summary>
    public int Count => times.Length;

    /// <summary>The times in seconds from the first error, ascending.</summary>
    public double[] Times => times;

    /// <summary>The share that has not recovered by each time, descending.</summary>
    public double[] Remaining => remaining;

    /// <summary>Returns the curve of a view.</summary>
    public static RecoveryCurve Of(IncidentView view)
    {
        int count = view.Grid.Count;
        double[] remaining = new double[count];
        double left = view.Mass[count];
        for (int j = count - 1; j >= 0; j--)
        {
            remaining[j] = left;
            left += view.Mass[j];
        }

        return new RecoveryCurve(view.Grid.Ends, remaining);
    }

    /// <summary>Returns a curve between two curves, with the times of both.</summary>
    /// <param name="one">A curve. Its point comes first where both have the same time.</param>
    /// <param name="other">Another curve.</param>
    /// <param name="share">The share of the first curve, 0 to 1.</param>
    public static RecoveryCurve Mix(RecoveryCurve one, RecoveryCurve other, double share)
    {
        int count = one.Count + other.Count;
        double[] times = new double[count];
        double[] remaining = new double[count];
        double ofOne = 1;
        double ofOther = 1;
        for (int a = 0, b = 0; a + b < count;)
        {
            int point = a + b;
            if (b == other.Count || (a < one.Count && one.Times[a] <= other.Times[b]))
                (times[point], ofOne) = (one.Times[a], one.Remaining[a++]);
            else
                (times[point], ofOther) = (other.Times[b], other.Remaining[b++]);
            remaining[point] = (share * ofOne) + ((1 - share) * ofOther);
        }

        return new RecoveryCurve(times, remaining);
    }

    /// <summary>Returns the share of incidents that have not recovered after a wait.</summary>
    /// <param name="waited">The seconds waited so far.</param>
    public double RemainingAfter(double waited)
    {
        double share = 1;
        for (int k = 0; k < Count && times[k] <= waited * 1.000001; k++)
            share = remaining[k];
        return share;
    }

    /// <summary>Returns the typical time of a recovery in seconds: the weighted geometric mean of the times.</summary>
    public double TypicalTime()
    {
        double before = 1;
        double mass = 0;
        double logs = 0;
        for (int k = 0; k < Count; k++)
        {
            double here = before - remaining[k];
            mass += here;
            logs += here * Math.Log(times[k]);
            before = remaining[k];
        }

        return Math.Exp(logs / mass);
    }
}
