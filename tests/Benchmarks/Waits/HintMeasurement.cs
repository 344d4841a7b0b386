using Marianne.Testing.Simulation;

namespace Marianne.Benchmarks.Waits;

/// <summary>Measures the trust in times that a service names, such as those of Retry-After.</summary>
internal static class HintMeasurement
{
    /// <summary>The fewest seeds: the costs with useless hints vary most.</summary>
    private const int MinimumSeeds = 4;

    private static readonly string[] Laws = ["lognormal 200", "fixed 300"];

    private static readonly Func<double, Random, double>[] Useless =
    [
        (_, random) => Math.Pow(10, 5 * random.NextDouble()),
        (_, _) => 60,
        (_, _) => 7200,
    ];

    /// <summary>Returns the goals for exact and for useless hints: the worst of two laws.</summary>
    /// <param name="seeds">The number of seeds; at least 4 are used.</param>
    public static async Task<IReadOnlyList<WaitGoal>> RunAsync(int seeds)
    {
        var exact = new List<double>();
        var useless = new List<double>();
        foreach (RecoveryLaw law in Laws.Select(RecoveryLaws.Find))
        {
            var settings = new SimulationSettings(law, TimeSpan.FromMinutes(5));
            double without = await CostAsync(settings, seeds).ConfigureAwait(false);
            exact.Add(await CostAsync(settings with { Hint = (recovery, _) => recovery }, seeds).ConfigureAwait(false));
            foreach (Func<double, Random, double> hint in Useless)
                useless.Add(await CostAsync(settings with { Hint = hint }, seeds).ConfigureAwait(false) / without);
        }

        return
        [
            new WaitGoal("exact hints / clairvoyant: worst of 2 laws", exact.Max(), 1.05),
            new WaitGoal("useless hints / without hints: worst of 2 laws and 3 kinds", useless.Max(), 1.10),
        ];
    }

    /// <summary>Returns the cost of the recovery curve as a multiple of the recoveries.</summary>
    private static async Task<double> CostAsync(SimulationSettings settings, int seeds)
    {
        SimulationResult result =
            await WaitMeasurement.SimulateAsync(settings, Math.Max(seeds, MinimumSeeds)).ConfigureAwait(false);
        return result.ToClairvoyant(settings.Incidents);
    }
}
