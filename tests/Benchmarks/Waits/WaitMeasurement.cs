using Marianne.Testing.Simulation;

namespace Marianne.Benchmarks.Waits;

/// <summary>Simulates all worlds of the table: each law with each static delay and each penalty.</summary>
internal sealed class WaitMeasurement
{
    private static readonly TimeSpan[] StaticDelays = [.. new[] { 60, 300, 3600 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
    private static readonly TimeSpan[] Penalties = [.. new[] { 1, 30, 300 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    private readonly WaitSimulationOptions _options;
    private readonly List<WaitRun> _runs = [];

    private WaitMeasurement(WaitSimulationOptions options) => _options = options;

    /// <summary>Returns the rows of the table.</summary>
    public static async Task<IReadOnlyList<WaitRow>> RunAsync(WaitSimulationOptions options)
    {
        var measurement = new WaitMeasurement(options);
        Func<WaitRow>[] rows = [.. RecoveryLaws.All.SelectMany(measurement.PlanRows)];
        await RunAllAsync(measurement._runs).ConfigureAwait(false);
        return [.. rows.AsParallel().AsOrdered().Select(row => row())];
    }

    /// <summary>Runs simulations on all processors.</summary>
    public static Task RunAllAsync(IEnumerable<WaitRun> runs) =>
        Parallel.ForEachAsync(runs, async (run, _) => await run.RunAsync().ConfigureAwait(false));

    /// <summary>Simulates a policy, by default the recovery curve, in one world with each of the first seeds.</summary>
    public static async Task<SimulationResult> SimulateAsync(SimulationSettings settings, int seeds, ComparedPolicy? policy = null)
    {
        WaitRun[] runs = [.. Enumerable.Range(1, seeds)
            .Select(seed => new WaitRun(policy ?? ComparedPolicy.Curve, settings with { Seed = seed }))];
        await RunAllAsync(runs).ConfigureAwait(false);
        return new SimulationResult(settings.Law, settings.Penalty, [.. runs.Select(run => run.Incidents)])
        {
            GiveUpAfter = settings.GiveUpAfter,
        };
    }

    private IEnumerable<Func<WaitRow>> PlanRows(RecoveryLaw law) => StaticDelays.SelectMany(delay => PlanRows(law, delay));

    private IEnumerable<Func<WaitRow>> PlanRows(RecoveryLaw law, TimeSpan delay)
    {
        var settings = new SimulationSettings(law, delay) { Incidents = _options.ComparedIncidents };
        WaitRun[][] others = [.. ComparedPolicy.Others.Select(policy => PlanSeeds(policy, settings, 1, _options.AllSeeds))];
        return [.. Penalties.Select(penalty => PlanRow(settings with { Penalty = penalty }, others))];
    }

    private Func<WaitRow> PlanRow(SimulationSettings settings, WaitRun[][] others)
    {
        WaitRun[] curve =
        [
            .. PlanSeeds(ComparedPolicy.Curve, settings with { Incidents = _options.MostIncidents }, 1, _options.Seeds),
            .. PlanSeeds(ComparedPolicy.Curve, settings, _options.Seeds + 1, _options.AllSeeds),
        ];
        WaitRun? file = IsStored(settings) ? Plan(new WaitRun(ComparedPolicy.Curve, settings, isFile: true)) : null;
        return () => new WaitRow(
            settings.Law,
            settings.StaticDelay,
            settings.Penalty,
            LawOracle.Of(settings.Law, settings.Penalty),
            ResultOf(curve),
            [.. others.Select(ResultOf)])
        {
            IsFileEqual = file?.Incidents.SequenceEqual(curve[0].Incidents.Take(settings.Incidents)),
        };

        SimulationResult ResultOf(WaitRun[] runs) => new(settings.Law, settings.Penalty, [.. runs.Select(run => run.Incidents)]);
    }

    private WaitRun[] PlanSeeds(ComparedPolicy policy, SimulationSettings settings, int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(seed => Plan(new WaitRun(policy, settings with { Seed = seed })))];

    private WaitRun Plan(WaitRun run)
    {
        _runs.Add(run);
        return run;
    }

    /// <summary>
    /// Determines whether a row is also measured with a file: one row of each law, because each attempt is flushed to the disk.
    /// </summary>
    private static bool IsStored(SimulationSettings settings) =>
        settings.StaticDelay == StaticDelays[1] && settings.Penalty == Penalties[1];
}
