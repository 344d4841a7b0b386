namespace Marianne.Reports;

/// <summary>Seconds as a report shows them: not negative, to the millisecond.</summary>
internal static class ReportTime
{
    /// <summary>Returns the seconds between two times, or 0 if the second one is earlier.</summary>
    /// <param name="start">The first time.</param>
    /// <param name="end">The second time.</param>
    public static double Between(DateTimeOffset start, DateTimeOffset end) => Round((end - start).TotalSeconds);

    /// <summary>Returns seconds without fractions of a millisecond; 0 for a negative number.</summary>
    /// <param name="seconds">The seconds.</param>
    public static double Round(double seconds) => Math.Round(Math.Max(0, seconds), 3);
}
