namespace Marianne.Benchmarks;

/// <summary>The most that a benchmark may measure: a multiple of another benchmark, or a time or a size.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Benchmark">The benchmark, as <c>Class.Method(parameter)</c>.</param>
/// <param name="Baseline">The benchmark that it is compared with, or one of <see cref="Limits"/>.</param>
/// <param name="MaximumRatio">The maximum ratio of the two. For a limit, 1.</param>
public sealed record Target(string Name, string Benchmark, string Baseline, double MaximumRatio = 1)
{
    private const string Call = "10 µs";
    private const string Millisecond = "1 ms";
    private const string FirstJob = "20 ms";
    private const string OneSheet = "60 ms";
    private const string Allocation = "40 kB";
    private const string Package = "12 MB";

    /// <summary>What some benchmarks are compared with instead of another one, in nanoseconds or bytes, by name.</summary>
    public static IReadOnlyDictionary<string, double> Limits { get; } = new Dictionary<string, double>
    {
        [ReadBenchmarks.Limit] = TimeSpan.FromMilliseconds(5).TotalNanoseconds,
        [Call] = TimeSpan.FromMicroseconds(10).TotalNanoseconds,
        [Millisecond] = TimeSpan.FromMilliseconds(1).TotalNanoseconds,
        [FirstJob] = TimeSpan.FromMilliseconds(20).TotalNanoseconds,
        [OneSheet] = TimeSpan.FromMilliseconds(60).TotalNanoseconds,
        [Allocation] = 40_000,
        [Package] = 12_000_000,
    };

    /// <summary>Indicates whether it is in the table of the README, which has what users notice.</summary>
    public bool IsInReadme { get; init; }

    /// <summary>All targets.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        Shown("save one sheet of 1,000 / the bare transaction", "SaveBenchmarks.Save(1000)", "SaveBenchmarks.BareTransaction(1000)", 1.1),
        Shown("save one sheet of 1,000 / one of 10", "SaveBenchmarks.Save(1000)", "SaveBenchmarks.Save(10)", 1.1),
        new("save one sheet of 10,000 / one of 10", "SaveBenchmarks.Save(10000)", "SaveBenchmarks.Save(10)", 1.3),
        new("update one sheet of 10,000 / one of 10", "SaveBenchmarks.Update(10000)", "SaveBenchmarks.Update(10)", 1.3),
        Shown("load a job of 1,000 sheets / a bare reader", "LoadBenchmarks.Load", "LoadBenchmarks.BareReader", 1),
        Shown("the first of 10,000 listed jobs", "ListBenchmarks.First(10000)", FirstJob),
        new("the first of 10,000 listed jobs / the first of 100", "ListBenchmarks.First(10000)", "ListBenchmarks.First(100)", 1.5),
        new("list 10,000 jobs / 100 times the list of 100", "ListBenchmarks.ListAll(10000)", "ListBenchmarks.ListAll(100)", 150),
        Shown("memory while listing 10,000 jobs / 1,000 jobs", "ListMemory.Peak(10000)", "ListMemory.Peak(1000)", 1.5),
        Shown("learned wait of 1,000,000 recoveries / 1,000", "WaitBenchmarks.Wait(1000000)", "WaitBenchmarks.Wait(1000)", 1.2),
        Shown("learned wait of 1,000,000 / the bare query", "WaitBenchmarks.Wait(1000000)", "WaitBenchmarks.BareQuery(1000000)", 1.5),
        Shown("wait planned on the curve of 1,000,000 recoveries", "WaitBenchmarks.Plan(1000000)", Millisecond),
        Shown("wait planned on the curve of 1,000,000 / 1,000", "WaitBenchmarks.Plan(1000000)", "WaitBenchmarks.Plan(1000)", 1.2),
        Shown("record 1,000 outcomes / bare inserts", "RecordBenchmarks.Record", "RecordBenchmarks.BareInsert", 1.25),
        new(
            "record 1,000 outcomes / bare inserts with triggers",
            "RecordBenchmarks.Record",
            "RecordBenchmarks.BareInsertWithTriggers",
            1.25),
        Shown("Import-Csv | Add-LearnedOutcome / | ForEach-Object", "ModuleBenchmarks.Record", "ModuleBenchmarks.ImportCsv", 1.43),
        Shown("statistics of 1,000,000 outcomes", "StatisticsBenchmarks.Measure(1000000)", Millisecond),
        new(
            "statistics of 1,000,000 outcomes / 1,000",
            "StatisticsBenchmarks.Measure(1000000)",
            "StatisticsBenchmarks.Measure(1000)",
            1.5),
        new("20 of 1,000,000 outcomes / 20 of 1,000", "StatisticsBenchmarks.Recent(1000000)", "StatisticsBenchmarks.Recent(1000)", 1.5),
        new("add a step after 1,000,000 / after 1,000", "HistoryBenchmarks.AddSteps(1000000)", "HistoryBenchmarks.AddSteps(1000)", 2),
        Shown("Get-MarianneJob id, above an empty cmdlet", "ModuleBenchmarks.GetJob", Call),
        Shown("Get-MarianneSheet id n, above an empty cmdlet", "ModuleBenchmarks.GetSheet", Call),
        Shown("Get-LearnedWaitTime, above an empty cmdlet", "ModuleBenchmarks.GetWait", Call),
        Shown("import / that of an empty module", "ModuleBenchmarks.Import", "ModuleBenchmarks.EmptyImport", 1.25),
        Shown("run 1,000 empty sheets / the bare transactions", "RunBenchmarks.Run(1000)", "RunBenchmarks.BareTransactions(1000)", 1.5),
        Shown("the same, 8 at once / the bare transactions", "RunBenchmarks.RunEight(1000)", "RunBenchmarks.BareTransactions(1000)", 0.5),
        Shown("allocated for an empty sheet", "RunBenchmarks.AllocatedBytes(1000)", Allocation),
        Shown(
            "allocated for a sheet of 10,000 / one of 1,000",
            "RunBenchmarks.AllocatedBytes(10000)",
            "RunBenchmarks.AllocatedBytes(1000)",
            1.3),
        new(
            "retained for a sheet of 10,000 / allocated",
            "RunBenchmarks.RetainedBytes(10000)",
            "RunBenchmarks.AllocatedBytes(10000)",
            0.01),
        Shown(
            "script sheet / a new runspace and transactions",
            "ModuleBenchmarks.ScriptSheet",
            "ModuleBenchmarks.RunspaceAndTransactions",
            1.3),
        Shown("command sheet / a shell and transactions", "ModuleBenchmarks.CommandSheet", "ModuleBenchmarks.ShellAndTransactions", 1.3),
        Shown("Invoke-MarianneJob of one sheet", "ModuleBenchmarks.OneSheet", OneSheet),
        Shown("the package for the PowerShell Gallery", "Package.Bytes", Package),
        new("read 50 kB of tests", "ReadBenchmarks.Read(tests)", ReadBenchmarks.Limit),
        new("read 50 kB of records", "ReadBenchmarks.Read(records)", ReadBenchmarks.Limit),
        new("read 50 kB of errors", "ReadBenchmarks.Read(errors)", ReadBenchmarks.Limit),
        new("read 50 kB of prose", "ReadBenchmarks.Read(prose)", ReadBenchmarks.Limit),
        new("server: save one sheet of 1,000 / bare statements", "PostgresBenchmarks.Save", "PostgresBenchmarks.BareSave", 1.5),
        new("server: start a sheet of 1,000 / bare statements", "PostgresBenchmarks.Start", "PostgresBenchmarks.BareStart", 1.5),
        new("server: wait of 10,000 recoveries / bare query", "PostgresBenchmarks.Wait", "PostgresBenchmarks.BareWait", 1.5),
        new("server: load 1,000 sheets / bare reader", "PostgresBenchmarks.Load", "PostgresBenchmarks.BareLoad", 1.5),
        new("server: list 500 jobs / bare reader", "PostgresBenchmarks.List", "PostgresBenchmarks.BareList", 1.5),
        new(
            "server: list 500 jobs of 10 sheets / bare reader",
            "PostgresBenchmarks.ListWithSheets",
            "PostgresBenchmarks.BareListWithSheets",
            1.5),
    ];

    private static Target Shown(string name, string benchmark, string baseline, double maximumRatio = 1) =>
        new(name, benchmark, baseline, maximumRatio) { IsInReadme = true };
}
