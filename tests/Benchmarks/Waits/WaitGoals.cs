using Marianne.Testing.Simulation;

namespace Marianne.Benchmarks.Waits;

/// <summary>What the recovery curve must achieve in the table.</summary>
internal static class WaitGoals
{
    /// <summary>The penalty at which a failed attempt costs more than most waits.</summary>
    private static readonly TimeSpan HighPenalty = TimeSpan.FromMinutes(5);

    /// <summary>Returns the goals that the measured incidents allow to check.</summary>
    public static IReadOnlyList<WaitGoal> Of(IReadOnlyList<WaitRow> rows, WaitSimulationOptions options)
    {
        WaitRow[] low = [.. rows.Where(row => row.Penalty < HighPenalty)];
        WaitRow[] high = [.. rows.Where(row => row.Penalty >= HighPenalty)];
        (int Incidents, Func<int, IEnumerable<WaitGoal>> Goals)[] goals =
        [
            (10, n => [Mean(rows, n, 1.35)]),
            (50, n => [Mean(rows, n, 1.20), Worst("penalties 1 and 30", low, n, 1.45)]),
            (200, n => [Mean(rows, n, 1.12), Worst("penalties 1 and 30", low, n, 1.40), Worst("penalty 300", high, n, 1.50)]),
            (200, n => [.. FailedTries(rows, n), .. Clairvoyant(low, n)]),
            (1000, n => [Mean(rows, n, 1.12), Worst("all penalties", rows, n, 1.40), LateFailedTries(rows, n)]),
        ];
        WaitGoal files = new("rows whose waits differ between SQLite and memory", rows.Count(row => row.IsFileEqual is false), 0);
        return [.. goals.Where(goal => options.Incidents.Contains(goal.Incidents)).SelectMany(goal => goal.Goals(goal.Incidents)), files];
    }

    /// <summary>Returns the geometric mean of the costs of the recovery curve as multiples of the fair ones.</summary>
    public static double MeanToFair(IEnumerable<WaitRow> rows, int incidents) => GeometricMean(rows.Select(row => row.ToFair(incidents)));

    /// <summary>Returns the geometric mean.</summary>
    public static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));

    private static WaitGoal Mean(IEnumerable<WaitRow> rows, int incidents, double maximum) =>
        new($"{incidents} incidents / fair oracle: geometric mean of the rows", MeanToFair(rows, incidents), maximum);

    private static WaitGoal Worst(string name, IEnumerable<WaitRow> rows, int incidents, double maximum) =>
        new($"{incidents} incidents / fair oracle: worst row of {name}", rows.Max(row => row.ToFair(incidents)), maximum);

    private static IEnumerable<WaitGoal> FailedTries(IReadOnlyList<WaitRow> rows, int incidents) =>
    [
        new($"failed tries in {incidents} incidents: worst row",
            incidents * rows.Max(row => row.Curve.FailedTries(0, incidents)),
            (LawOracle.Budget * incidents) + 30),
        new($"failed tries for each of {incidents} incidents: mean of the rows",
            rows.Average(row => row.Curve.FailedTries(0, incidents)),
            0.40),
    ];

    private static WaitGoal LateFailedTries(IEnumerable<WaitRow> rows, int incidents) => new(
        $"failed tries for each of the incidents 201 to {incidents}: worst row",
        rows.Max(row => row.Curve.FailedTries(200, incidents)),
        0.57);

    private static IEnumerable<WaitGoal> Clairvoyant(IEnumerable<WaitRow> rows, int incidents) =>
    [
        Clairvoyant("fixed and drift", rows.Where(row => row.Law is FixedLaw or DriftLaw), incidents, 1.15),
        Clairvoyant("the clock", rows.Where(row => row.Law is ClockLaw), incidents, 1.10),
    ];

    private static WaitGoal Clairvoyant(string name, IEnumerable<WaitRow> rows, int incidents, double maximum) => new(
        $"{incidents} incidents / clairvoyant, {name}: worst row of penalties 1 and 30",
        rows.Max(row => row.Curve.ToClairvoyant(incidents)),
        maximum);
}
