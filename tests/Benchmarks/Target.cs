namespace Marianne.Benchmarks;

/// <summary>The maximum ratio of the times of two benchmarks.</summary>
/// <param name="Name">The name of the comparison.</param>
/// <param name="Benchmark">The benchmark, as <c>Class.Method(parameter)</c>.</param>
/// <param name="Baseline">The benchmark that it is compared with.</param>
/// <param name="MaximumRatio">The maximum ratio of their times.</param>
public sealed record Target(string Name, string Benchmark, string Baseline, double MaximumRatio)
{
    private const string Call = "10 µs";
    private const string OneSheet = "60 ms";
    private const string Allocation = "40 kB";

    /// <summary>What some benchmarks are compared with instead of another one, in nanoseconds or bytes, by name.</summary>
    public static IReadOnlyDictionary<string, double> Limits { get; } = new Dictionary<string, double>
    {
        [ReadBenchmarks.Limit] = TimeSpan.FromMilliseconds(5).TotalNanoseconds,
        [Call] = TimeSpan.FromMicroseconds(10).TotalNanoseconds,
        [OneSheet] = TimeSpan.FromMilliseconds(60).TotalNanoseconds,
        [Allocation] = 40_000,
    };

    /// <summary>All targets.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        new("save one sheet of 1,000 / the bare transaction", "SaveBenchmarks.Save(1000)", "SaveBenchmarks.BareTransaction(1000)", 1.1),
        new("save one sheet of 1,000 / one of 10", "SaveBenchmarks.Save(1000)", "SaveBenchmarks.Save(10)", 1.1),
        new("save one sheet of 10,000 / one of 10", "SaveBenchmarks.Save(10000)", "SaveBenchmarks.Save(10)", 1.3),
        new("update one sheet of 10,000 / one of 10", "SaveBenchmarks.Update(10000)", "SaveBenchmarks.Update(10)", 1.3),
        new("load 1,000 sheets / a bare reader", "LoadBenchmarks.Load", "LoadBenchmarks.BareReader", 1),
        new("first of 10,000 jobs / the first of 100", "ListBenchmarks.First(10000)", "ListBenchmarks.First(100)", 1.5),
        new("list 10,000 jobs / 100 times the list of 100", "ListBenchmarks.ListAll(10000)", "ListBenchmarks.ListAll(100)", 150),
        new("learned wait of 1,000,000 recoveries / 1,000", "WaitBenchmarks.Wait(1000000)", "WaitBenchmarks.Wait(1000)", 1.2),
        new("learned wait of 1,000,000 / the bare query", "WaitBenchmarks.Wait(1000000)", "WaitBenchmarks.BareQuery(1000000)", 1.5),
        new("record 1,000 outcomes / bare inserts", "RecordBenchmarks.Record", "RecordBenchmarks.BareInsert", 1.25),
        new("record 1,000 outcomes / bare inserts with triggers", "RecordBenchmarks.Record", "RecordBenchmarks.BareInsertWithTriggers", 1.25),
        new("statistics of 1,000,000 outcomes / 1,000", "StatisticsBenchmarks.Measure(1000000)", "StatisticsBenchmarks.Measure(1000)", 1.5),
        new("add a step after 1,000,000 / after 1,000", "HistoryBenchmarks.AddSteps(1000000)", "HistoryBenchmarks.AddSteps(1000)", 2),
        new("20 of 1,000,000 outcomes / 20 of 1,000", "StatisticsBenchmarks.Recent(1000000)", "StatisticsBenchmarks.Recent(1000)", 1.5),
        new("run 1,000 empty sheets / bare transactions", "RunBenchmarks.Run(1000)", "RunBenchmarks.BareTransactions(1000)", 1.5),
        new("allocated for a sheet of 10,000 / one of 1,000 (kB)", "RunBenchmarks.AllocatedBytes(10000)", "RunBenchmarks.AllocatedBytes(1000)", 1.3),
        new("allocated for a sheet of 1,000 (kB) / 40 kB", "RunBenchmarks.AllocatedBytes(1000)", Allocation, 1),
        new("import / that of an empty module", "ModuleBenchmarks.Import", "ModuleBenchmarks.EmptyImport", 1.25),
        new("script sheet / a new runspace and transactions", "ModuleBenchmarks.ScriptSheet", "ModuleBenchmarks.RunspaceAndTransactions", 1.3),
        new("command sheet / a shell and transactions", "ModuleBenchmarks.CommandSheet", "ModuleBenchmarks.ShellAndTransactions", 1.3),
        new("Invoke-MarianneJob of one sheet / the longest time", "ModuleBenchmarks.OneSheet", OneSheet, 1),
        new("Get-MarianneJob above an empty cmdlet / 10 µs", "ModuleBenchmarks.GetJob", Call, 1),
        new("Get-MarianneSheet above an empty cmdlet / 10 µs", "ModuleBenchmarks.GetSheet", Call, 1),
        new("Get-LearnedWaitTime above an empty cmdlet / 10 µs", "ModuleBenchmarks.GetWait", Call, 1),
        new("Import-Csv | Add-LearnedOutcome / | ForEach-Object", "ModuleBenchmarks.Record", "ModuleBenchmarks.ImportCsv", 1.43),
        new("read 50 kB of tests / the longest time", "ReadBenchmarks.Read(tests)", ReadBenchmarks.Limit, 1),
        new("read 50 kB of records / the longest time", "ReadBenchmarks.Read(records)", ReadBenchmarks.Limit, 1),
        new("read 50 kB of errors / the longest time", "ReadBenchmarks.Read(errors)", ReadBenchmarks.Limit, 1),
        new("read 50 kB of prose / the longest time", "ReadBenchmarks.Read(prose)", ReadBenchmarks.Limit, 1),
        new("server: save one sheet of 1,000 / bare statements", "PostgresBenchmarks.Save", "PostgresBenchmarks.BareSave", 1.5),
        new("server: start a sheet of 1,000 / bare statements", "PostgresBenchmarks.Start", "PostgresBenchmarks.BareStart", 1.5),
        new("server: wait of 10,000 recoveries / bare query", "PostgresBenchmarks.Wait", "PostgresBenchmarks.BareWait", 1.5),
        new("server: load 1,000 sheets / bare reader", "PostgresBenchmarks.Load", "PostgresBenchmarks.BareLoad", 1.5),
        new("server: list 500 jobs / bare reader", "PostgresBenchmarks.List", "PostgresBenchmarks.BareList", 1.5),
        new("server: list 500 jobs of 10 sheets / bare reader", "PostgresBenchmarks.ListWithSheets", "PostgresBenchmarks.BareListWithSheets", 1.5),
        new("retained for a sheet of 10,000 / allocated (kB)", "RunBenchmarks.RetainedBytes(10000)", "RunBenchmarks.AllocatedBytes(10000)", 0.01),
    ];
}
