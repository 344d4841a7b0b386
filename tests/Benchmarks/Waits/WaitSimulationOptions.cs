using System.Globalization;

namespace Marianne.Benchmarks.Waits;

/// <summary>What the simulation of waits measures.</summary>
internal sealed record WaitSimulationOptions
{
    private const int ShortForEachSeed = 4;

    /// <summary>The number of seeds of the simulations of <see cref="MostIncidents"/>. The default is 5.</summary>
    public int Seeds { get; init; } = 5;

    /// <summary>
    /// The number of seeds of all simulations. Those beyond <see cref="Seeds"/> end after <see cref="ComparedIncidents"/>, because the
    /// costs of the first incidents vary most. The default is 20.
    /// </summary>
    public int AllSeeds { get; init; } = 5 * ShortForEachSeed;

    /// <summary>The numbers of incidents after which the costs are compared, ascending. The default is 10, 50, 200 and 1,000.</summary>
    public IReadOnlyList<int> Incidents { get; init; } = [10, 50, 200, 1000];

    /// <summary>Indicates whether the edge cases are measured instead of the table.</summary>
    public bool Edges { get; init; }

    /// <summary>The number of incidents in a simulation.</summary>
    public int MostIncidents => Incidents[^1];

    /// <summary>The number of incidents over which all policies are compared: 200, if so many are simulated.</summary>
    public int ComparedIncidents => Math.Min(200, MostIncidents);

    /// <summary>Reads <c>--seeds 5 --incidents 10,50,200,1000 --quick --edges</c>. Quick means one seed and 200 incidents.</summary>
    /// <exception cref="ArgumentException">An argument is not one of these.</exception>
    public static WaitSimulationOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new WaitSimulationOptions();
        for (int i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { Seeds = 1, AllSeeds = 1, Incidents = [10, 50, 200] },
                "--edges" => options with { Edges = true },
                "--seeds" when i + 1 < arguments.Count => WithSeeds(options, Number(arguments[++i])),
                "--incidents" when i + 1 < arguments.Count => options with
                {
                    Incidents = [.. arguments[++i].Split(',').Select(Number).Order()],
                },
                _ => throw new ArgumentException($"'{arguments[i]}' is not an argument of Waits."),
            };
        }

        return options;
    }

    private static WaitSimulationOptions WithSeeds(WaitSimulationOptions options, int seeds) =>
        options with { Seeds = seeds, AllSeeds = seeds * ShortForEachSeed };

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new ArgumentException($"'{text}' is not a number above 0.");
}
