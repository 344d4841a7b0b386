using System.Diagnostics;
using Marianne.Torture.Scenarios;

namespace Marianne.Torture;

/// <summary>Runs all scenarios, again and again until the time is over, and reports what held.</summary>
/// <param name="options">The options.</param>
internal sealed class TortureRun(TortureOptions options)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Programs _programs = new(options.PowerShell);

    /// <summary>Runs the scenarios. Returns <c>false</c> if an invariant was violated.</summary>
    public async Task<bool> RunAsync()
    {
        Console.WriteLine($"Seed {options.Seed}");
        ScenarioResult[] results =
        [
            .. Scenarios()
                .Where(scenario => scenario.Name.StartsWith(options.Scenario, StringComparison.Ordinal)
                    && scenario.Name.Contains(options.Store, StringComparison.OrdinalIgnoreCase))
                .Select(scenario => new ScenarioResult(scenario)),
        ];
        int seed = options.Seed;
        do
        {
            foreach (ScenarioResult result in results.Where(result => result.CanGoOn && HasTime(result)))
                await RunRoundAsync(result, seed);
            seed++;
        }
        while (_watch.Elapsed < options.Duration);

        foreach (ScenarioResult result in results)
            Console.WriteLine(result);
        Console.WriteLine(
            $"{results.Sum(result => result.Kills)} kills, {results.Sum(result => result.Troubles)} troubles, "
            + $"{results.Sum(result => result.Acknowledged)} acknowledged changes, "
            + $"{results.Sum(result => result.Violations.Count)} violations. Repeat them with the seed {options.Seed}.");
        if (options.ResultFile is { } file)
            ResultFile.Write(file, results);
        return results.All(result => result.Violations.Count == 0);
    }

    /// <summary>Every scenario runs once, even if the time is over.</summary>
    private bool HasTime(ScenarioResult result) => result.Rounds == 0 || _watch.Elapsed < options.Duration;

    private IEnumerable<Scenario> Scenarios() =>
    [
        .. StoreKind.All.SelectMany((kind, number) => RunModes(number).Select(mode => new RunScenario(mode, kind))),
        .. StoreKind.All.Select(kind => new CopyScenario(kind, _programs)),
        .. StoreKind.All.Select(kind => new SaveScenario(kind, _programs)),
        new MigrationScenario(),
        .. StoreKind.Files.Select(kind => new PowerCutScenario(kind, _programs)),
        .. Some(0, StoreKind.All).Select(kind => new LeftoverScenario(kind)),
        .. Some(0, StoreKind.All).Select(kind => new TwoStartsScenario(kind)),
        .. Some(1, StoreKind.All).Select(kind => new SuspendScenario(kind)),
        .. Some(2, StoreKind.All).Select(kind => new WritersScenario(kind)),
        .. Some(0, StoreKind.Shared).Select(kind => new WorkersScenario(kind)),
        .. Some(0, StoreKind.All).Select(kind => new ItemsScenario(kind)),
        .. Some(1, StoreKind.Files).Select(kind => new ReplacedScenario(kind)),
        .. Some(0, StoreKind.Files).Select(kind => new ReadOnlyScenario(kind)),
        .. Some(1, StoreKind.Files).Select(kind => new FullDiskScenario(kind)),
        .. Some(0, StoreKind.Files).Select(kind => new DamageScenario(kind)),
        new CrashImageScenario(),
        .. Some(0, StoreKind.All).Select(kind => new ClockScenario(kind)),
        new FlatScenario(_programs),
    ];

    /// <summary>In a short run, a scenario runs with one kind of store.</summary>
    private IEnumerable<StoreKind> Some(int chosen, IReadOnlyList<StoreKind> kinds) =>
        options.IsLong ? kinds : [kinds[chosen]];

    /// <summary>In a short run, each mode runs with one kind of store.</summary>
    private IEnumerable<RunMode> RunModes(int kind) =>
        RunMode.All.Where((_, number) => options.IsLong || number % StoreKind.All.Count == kind);

    private async Task RunRoundAsync(ScenarioResult result, int seed)
    {
        using var round = new Round(
            _programs, HashCode.Of(result.Scenario.Name, seed), options.IsLong);
        var watch = Stopwatch.StartNew();
        try
        {
            await result.Scenario.RunAsync(round);
        }
        catch (Exception error) when (error is MarianneException or IOException or InvalidOperationException)
        {
            round.Check(false, error.ToString()); // A store that cannot be read is a violation, too.
        }

        await round.CleanAsync();
        result.Add(round, watch.Elapsed);
        foreach (string violation in round.Violations)
            Console.WriteLine($"  VIOLATION {result.Scenario.Name}, seed {seed}, {violation}");
    }

    /// <summary>Hashes that are the same in every process.</summary>
    private static class HashCode
    {
        public static int Of(string text, int seed) =>
            text.Aggregate(seed, (hash, character) => unchecked((hash * 31) + character));
    }
}
