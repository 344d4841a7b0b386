using System.Diagnostics;

namespace Marianne.Benchmarks.Waits;

/// <summary>
/// Simulates services that recover by different laws, and compares what waiting costs with the recovery curve, with other policies, and
/// with oracles that know the law.
/// </summary>
internal static class WaitSimulation
{
    /// <summary>Prints the table and the goals, and writes them as JSON. Returns <c>false</c> if a goal was missed.</summary>
    public static async Task<bool> RunAsync(WaitSimulationOptions options, string path)
    {
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<WaitRow> rows = await WaitMeasurement.RunAsync(options).ConfigureAwait(false);
        IReadOnlyList<WaitGoal> goals =
        [
            .. WaitGoals.Of(rows, options),
            .. await HintMeasurement.RunAsync(options.AllSeeds).ConfigureAwait(false),
            await CallMeasurement.RunAsync().ConfigureAwait(false),
        ];

        WaitTable.Print(rows, options);
        WaitTable.Print(goals);
        WaitReport.Write(path, rows, goals, options);
        Console.WriteLine();
        Console.WriteLine($"{Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s on {Environment.ProcessorCount} processors; {path}");
        return goals.All(goal => goal.IsMet);
    }
}
