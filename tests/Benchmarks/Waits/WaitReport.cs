using System.Text.Json;
using Marianne.Testing.Simulation;

namespace Marianne.Benchmarks.Waits;

/// <summary>Writes the measurements as JSON.</summary>
internal static class WaitReport
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the rows and the goals to a file.</summary>
    public static void Write(
        string path, IReadOnlyList<WaitRow> rows, IReadOnlyList<WaitGoal> goals, WaitSimulationOptions options)
    {
        int compared = options.ComparedIncidents;
        var report = new
        {
            options.Seeds,
            options.AllSeeds,
            Rows = rows.Select(row => new
            {
                Law = row.Law.Name,
                StaticDelay = row.StaticDelay.TotalSeconds,
                Penalty = row.Penalty.TotalSeconds,
                Fair = Rounded(row.Oracle.FairRatio),
                Free = Rounded(row.Oracle.FreeRatio),
                FreeFailedTries = Rounded(row.Oracle.Free.FailedTries),
                row.IsFileEqual,
                Policies = ComparedPolicy.Others
                    .Select((policy, i) => Measures(policy.Name, row.Others[i], row.Oracle, compared))
                    .Concat(options.Incidents.Select(count => Measures(ComparedPolicy.Curve.Name, row.Curve, row.Oracle, count))),
            }),
            Goals = goals.Select(goal => new { goal.Name, Measured = Rounded(goal.Measured), goal.Maximum, goal.IsMet }),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(report, Indented) + Environment.NewLine);
    }

    private static object Measures(string policy, SimulationResult result, LawOracle oracle, int incidents) => new
    {
        Policy = policy,
        Incidents = incidents,
        ToFair = Rounded(result.ToFair(incidents, oracle)),
        ToClairvoyant = Rounded(result.ToClairvoyant(incidents)),
        FailedTries = Rounded(result.FailedTries(0, incidents)),
    };

    private static double Rounded(double value) => Math.Round(value, 4);
}
