using System.Globalization;
using Marianne.Testing.Simulation;

namespace Marianne.Benchmarks.Waits;

/// <summary>Prints the table.</summary>
internal static class WaitTable
{
    /// <summary>Prints a line for each row, and one for all of them.</summary>
    public static void Print(IReadOnlyList<WaitRow> rows, WaitSimulationOptions options)
    {
        int compared = options.ComparedIncidents;
        Console.WriteLine($"""
            Cost of waiting and of failed tries, as a multiple of the fair oracle's: it knows the law of the recoveries, but no recovery,
            and fails at most {LawOracle.Budget} times for each incident. fair/T and free/T are the oracle's own cost with and without this
            limit, as multiples of the recoveries; curve/T is that of the recovery curve. f is the number of failed tries for each
            incident. All policies are compared after {compared} incidents from cold, with {options.AllSeeds} seeds, and the recovery curve
            after up to {options.MostIncidents} incidents, with {options.Seeds} of them. * is also measured with an SQLite file.

            """);
        Console.WriteLine(Heading(options, compared));
        foreach (WaitRow row in rows)
            Console.WriteLine(LineOf(row, options, compared));
        Console.WriteLine(SummaryOf(rows, options, compared));
    }

    /// <summary>Prints the goals.</summary>
    public static void Print(IReadOnlyList<WaitGoal> goals)
    {
        Console.WriteLine();
        Console.WriteLine($"{"",-78} {"measured",9} {"goal",9}");
        foreach (WaitGoal goal in goals)
            Console.WriteLine(Text($"{goal.Name,-78} {goal.Measured,9:N3} {goal.Maximum,9:N2}  {(goal.IsMet ? "met" : "SHORT")}"));
    }

    private static string Heading(WaitSimulationOptions options, int compared)
    {
        IEnumerable<string> others = ComparedPolicy.Others.Select(policy => $" {policy.Name,13} f |");
        IEnumerable<string> curve = options.Incidents.Select(incidents => $"{incidents,6}");
        string late = options.MostIncidents > compared ? $" {$"f{compared + 1}+",5}" : "";
        string world = $"{"law",-16}{"static",6}{"pen.",5}   | fair/T free/T     f |";
        return $"{world}{string.Concat(others)}{string.Concat(curve)}  curve/T     f{late}";
    }

    private static string LineOf(WaitRow row, WaitSimulationOptions options, int compared)
    {
        IEnumerable<string> others = row.Others.Select(
            result => Text($" {result.ToFair(compared, row.Oracle),6:F2} {result.FailedTries(0, compared),8:F1} |"));
        IEnumerable<string> curve = options.Incidents.Select(incidents => Text($"{row.ToFair(incidents),6:F2}"));
        string oracle = Text($"{row.Oracle.FairRatio,6:F2} {row.Oracle.FreeRatio,6:F2} {row.Oracle.Free.FailedTries,5:F1} |");
        char mark = row.IsFileEqual is null ? ' ' : '*';
        string world = Text($"{row.Law,-16}{row.StaticDelay.TotalSeconds,6}{row.Penalty.TotalSeconds,5} {mark} |");
        string failed = Text($"  {row.Curve.ToClairvoyant(compared),7:F2} {row.Curve.FailedTries(0, compared),5:F2}");
        return $"{world} {oracle}{string.Concat(others)}{string.Concat(curve)}{failed}{LateFailedTries([row], options, compared)}";
    }

    private static string SummaryOf(IReadOnlyList<WaitRow> rows, WaitSimulationOptions options, int compared)
    {
        IEnumerable<string> others = ComparedPolicy.Others.Select((_, i) =>
        {
            double ratio = WaitGoals.GeometricMean(rows.Select(row => row.Others[i].ToFair(compared, row.Oracle)));
            return Text($" {ratio,6:F2} {rows.Average(row => row.Others[i].FailedTries(0, compared)),8:F1} |");
        });
        IEnumerable<string> curve = options.Incidents.Select(incidents => Text($"{WaitGoals.MeanToFair(rows, incidents),6:F2}"));
        string failed = Text($"  {"",7} {rows.Average(row => row.Curve.FailedTries(0, compared)),5:F2}");
        string late = LateFailedTries(rows, options, compared);
        return $"{"geometric mean, mean f",-30}|{"",21}|{string.Concat(others)}{string.Concat(curve)}{failed}{late}";
    }

    private static string LateFailedTries(IReadOnlyList<WaitRow> rows, WaitSimulationOptions options, int compared) =>
        options.MostIncidents > compared
            ? Text($" {rows.Average(row => row.Curve.FailedTries(compared, options.MostIncidents)),5:F2}")
            : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
