namespace Marianne.Reports;

/// <summary>Adds the lengths of intervals of time, of which each moment counts once.</summary>
internal static class Intervals
{
    /// <summary>Returns the seconds that at least one of the intervals covers.</summary>
    /// <param name="intervals">The intervals, in any order.</param>
    public static double Cover(IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> intervals)
    {
        double total = 0;
        DateTimeOffset reached = DateTimeOffset.MinValue;
        foreach ((DateTimeOffset start, DateTimeOffset end) in intervals.OrderBy(interval => interval.Start))
        {
            DateTimeOffset from = start > reached ? start : reached;
            if (end <= from)
                continue;

            total += (end - from).TotalSeconds;
            reached = end;
        }

        return total;
    }
}
