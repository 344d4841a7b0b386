using System.Diagnostics;

namespace Marianne.Benchmarks.Waits;

/// <summary>
/// Simulates services that recover by different laws, and compares what waiting costs with the recovery curve, with other policies, and
/// with oracles that know the law.
/// </summary>
internal static class WaitSimulation
{
    /// <summary>
    /// Prints the table, or the edge cases, and the goals, and writes them as JSON. Returns <c>false</c> if a goal was missed.
    /// </summary>
    /// <param name="options">What is measured.</param>
    /// <param name="folder">The folder of the JSON file.</param>
    public static async Task<bool> RunAsync(WaitSimulationOptions options, string folder)
    {
        string path = Path.Combine(folder, options.Edges ? "waits-edges.json" : "waits.json");
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<WaitRow> rows = options.Edges ? [] : await WaitMeasurement.RunAsync(options).ConfigureAwait(false);
        IReadOnlyList<WaitGoal> goals = options.Edges
            ? await new EdgeMeasurement(options.AllSeeds).RunAsync().ConfigureAwait(false)
            :
            [
                .. WaitGoals.Of(rows, options),
                .. await HintMeasurement.RunAsync(options.AllSeeds).ConfigureAwait(false),
                await CallMeasurement.RunAsync().ConfigureAwait(false),
            ];

        if (!options.Edges)
            WaitTable.Print(rows, options);
        WaitTable.Print(goals);
        WaitReport.Write(path, rows, goals, options);
        Console.WriteLine();
        Console.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s on {Environment.ProcessorCount} processors; {path}");
        return goals.All(goal => goal.IsMet);
    }
}
