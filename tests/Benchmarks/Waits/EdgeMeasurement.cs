using System.Globalization;
using Marianne.Testing.Simulation;

namespace Marianne.Benchmarks.Waits;

/// <summary>
/// Measures the recovery curve where something is wrong: rubbish among the rows, wrong hints, workers that share rows, and services that
/// never recover.
/// </summary>
/// <param name="seeds">The number of seeds.</param>
internal sealed class EdgeMeasurement(int seeds)
{
    /// <summary>How far a measured cost may be above the expected one, because other seeds have other costs.</summary>
    private const double Margin = 0.05;

    private static readonly TimeSpan StaticDelay = TimeSpan.FromMinutes(5);

    /// <summary>The expected costs with 2 and 10 % of rubbish, as multiples of the fair ones.</summary>
    private static readonly (string Law, double Few, double Many)[] Rubbish =
        [("fixed 300", 1.02, 1.06), ("fixed 3600", 1.03, 1.05), ("lognormal 200", 1.16, 1.16), ("each hour", 1.03, 1.24)];

    /// <summary>The expected costs of 4 and 8 workers after 400 incidents.</summary>
    private static readonly (string Law, double Four, double Eight)[] Workers =
    [
        ("fixed 300", 1.03, 1.03),
        ("uniform 60-900", 1.08, 1.08),
        ("lognormal 200", 1.13, 1.13),
        ("each hour", 1.02, 1.08),
        ("midnight", 1.04, 1.09),
    ];

    /// <summary>The expected costs of log-normal recoveries with hints. Without a hint it is 1.12.</summary>
    private static readonly (string Name, Func<double, Random, double> Hint, double ToFair)[] Hints =
    [
        ("exact hints", (recovery, _) => recovery, 0.64),
        ("hints a fifth too short", (recovery, _) => 0.8 * recovery, 0.67),
        ("hints twice too long", (recovery, _) => 2 * recovery, 0.65),
        ("random hints", (_, random) => Math.Pow(10, 5 * random.NextDouble()), 1.19),
        ("hints of 60 s", (_, _) => 60, 1.12),
        ("hints of 7,200 s", (_, _) => 7200, 1.12),
    ];

    /// <summary>Returns what was measured and the maximum of each.</summary>
    public async Task<IReadOnlyList<WaitGoal>> RunAsync()
    {
        var goals = new List<WaitGoal>();
        foreach ((string law, double few, double many) in Rubbish)
        {
            goals.Add(await MeasureRubbishAsync(law, 0.02, few).ConfigureAwait(false));
            goals.Add(await MeasureRubbishAsync(law, 0.10, many).ConfigureAwait(false));
        }

        foreach ((string name, Func<double, Random, double> hint, double expected) in Hints)
            goals.Add(await MeasureAsync(name, SettingsOf("lognormal 200") with { Hint = hint }, expected).ConfigureAwait(false));

        foreach ((string law, double four, double eight) in Workers)
        {
            goals.Add(await MeasureWorkersAsync(law, 4, TimeSpan.FromMinutes(10), four).ConfigureAwait(false));
            goals.Add(await MeasureWorkersAsync(law, 8, TimeSpan.FromMinutes(5), eight).ConfigureAwait(false));
        }

        goals.AddRange(await EndlessMeasurement.RunAsync(0.1, seeds).ConfigureAwait(false));
        goals.AddRange(await EndlessMeasurement.RunAsync(1, seeds).ConfigureAwait(false));
        return goals;
    }

    private static SimulationSettings SettingsOf(string law) => new(RecoveryLaws.Find(law), StaticDelay);

    private Task<WaitGoal> MeasureRubbishAsync(string law, double share, double expected)
    {
        var policy = new ComparedPolicy("rubbish", (store, seed) =>
            new RubbishPolicy(new RecoveryCurvePolicy(store), share, RandomSamples.Create("rubbish", seed)));
        return MeasureAsync(Text($"{share:0 %} of the incidents are rubbish"), SettingsOf(law), expected, policy);
    }

    private Task<WaitGoal> MeasureWorkersAsync(string law, int workers, TimeSpan gap, double expected) => MeasureAsync(
        Text($"{workers} workers"), SettingsOf(law) with { Workers = workers, MeanGap = gap, Incidents = 400 }, expected);

    private async Task<WaitGoal> MeasureAsync(
        string name, SimulationSettings settings, double expected, ComparedPolicy? policy = null)
    {
        SimulationResult result = await WaitMeasurement.SimulateAsync(settings, seeds, policy).ConfigureAwait(false);
        double ratio = result.ToFair(settings.Incidents, LawOracle.Of(settings.Law, settings.Penalty));
        return new WaitGoal(Text($"{name}, {settings.Law}: {settings.Incidents} incidents / fair oracle"), ratio, expected + Margin);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
