namespace Marianne.Testing.Simulation;

/// <summary>The laws of the table.</summary>
public static class RecoveryLaws
{
    private const double Minute = 60;
    private const double Hour = 60 * Minute;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RecoveryLaw> All { get; } =
    [
        new FixedLaw(60),
        new FixedLaw(300),
        new FixedLaw(3600),
        new RandomLaw("uniform 60-900", new UniformDistribution(60, 900)),
        new RandomLaw("lognormal 200", new LogNormalDistribution(200, 0.8)),
        new RandomLaw("exponential 300", new ExponentialDistribution(300)),
        new RandomLaw("bimodal 30/3600", new BimodalDistribution(30, 3600)),
        new ClockLaw("each hour", Hour, Hour),
        new ClockLaw("each 5 h", 5 * Hour, Minute),
        new ClockLaw("midnight", 24 * Hour, 15 * Minute),
        new DriftLaw(),
        new DiurnalLaw(),
    ];

    /// <summary>Returns the law with a name.</summary>
    public static RecoveryLaw Find(string name) => All.Single(law => law.Name == name);
}
