namespace Marianne.Testing.Simulation;

/// <summary>A service that recovers in about two minutes by night, and in about a quarter of an hour from 9 to 18 o'clock.</summary>
public sealed class DiurnalLaw() : RecoveryLaw("diurnal")
{
    private const double Hour = 3600;
    private const double HoursOfDay = 24;
    private const double FirstHour = 9;
    private const double LastHour = 18;
    private const double DayShare = (LastHour - FirstHour) / HoursOfDay;

    private static readonly LogNormalDistribution Night = new(120, 0.3);
    private static readonly LogNormalDistribution Day = new(900, 0.3);

    /// <inheritdoc/>
    public override IReadOnlyList<(double Share, IDistribution Distribution)> Distributions => [(1 - DayShare, Night), (DayShare, Day)];

    /// <inheritdoc/>
    public override RecoveryTimes Draw(int incidents, Random random)
    {
        (double Night, double Day)[] seconds =
            [.. Enumerable.Range(0, incidents).Select(_ => (Night.Draw(random), Day.Draw(random)))];
        return (incident, began) => IsDay(began) ? seconds[incident].Day : seconds[incident].Night;
    }

    private static bool IsDay(double time) => time / Hour % HoursOfDay is >= FirstHour and < LastHour;
}
