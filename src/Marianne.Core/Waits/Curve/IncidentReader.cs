namespace Marianne.Waits;

/// <summary>Turns the rows of a learning store into incidents. Rows that cannot be right are left out.</summary>
internal static class IncidentReader
{
    /// <summary>The shortest time that counts, in seconds. Shorter waits count as this one.</summary>
    public const double Shortest = 1;

    /// <summary>The longest time that counts, in seconds: a year.</summary>
    public const double Longest = 31_536_000;

    private const double Day = 86_400;

    /// <summary>Returns the incidents of a history, oldest first by their newest rows.</summary>
    public static Incident[] Read(WaitHistory history, string? own, double? now)
    {
        int count = Math.Min(history.Rows.Count, WaitHistory.MaximumRows);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = new List<Incident>(count);
        for (int i = 0; i < count; i++)
        {
            WaitRow row = history.Rows[i];
            if (row.Waited is not (> 0 and <= Longest) || row.Recovered is null || (row.Incident is { } id && id == own))
                continue;

            int place = found.Count;
            if (row.Incident is { } known && !places.TryAdd(known, place))
                place = places[known];
            if (place == found.Count)
                found.Add(default);
            found[place] = Add(found[place], row, now);
        }

        found.Reverse();
        return [.. found.Select(OrderBounds)];
    }

    /// <summary>Returns a time that a service named, or <c>null</c> if it cannot be right.</summary>
    public static double? Hint(double? seconds) => seconds is >= Shortest and <= Longest ? seconds : null;

    private static Incident Add(Incident incident, WaitRow row, double? now)
    {
        double waited = Math.Max(row.Waited!.Value, Shortest);
        bool recovered = row.Recovered!.Value;
        bool knowsBeginning = row.Began is > 0 and < double.PositiveInfinity && !(row.Began > now + Day);
        return new Incident(
            recovered ? incident.Low : Math.Max(incident.Low, waited),
            recovered ? Math.Min(incident.High ?? waited, waited) : incident.High,
            knowsBeginning ? Math.Min(incident.Began ?? row.Began!.Value, row.Began!.Value) : incident.Began,
            Hint(row.Hint) ?? incident.Hint, // The rows are newest first, so the oldest one wins.
            recovered ? incident.Failed : incident.Failed + 1);
    }

    // After a change of the clock a success can be earlier than a failure. The success is certain.
    private static Incident OrderBounds(Incident incident) => incident.Low >= incident.High ? incident with { Low = 0 } : incident;
}
