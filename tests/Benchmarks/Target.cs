namespace Marianne.Benchmarks;

/// <summary>How much longer one benchmark may take than another.</summary>
/// <param name="Work">What is compared, in words.</param>
/// <param name="Measured">The benchmark, as <c>Class.Method(parameter)</c>.</param>
/// <param name="Beside">What it is compared with.</param>
/// <param name="AtMost">The greatest ratio of their times.</param>
public sealed record Target(string Work, string Measured, string Beside, double AtMost)
{
    /// <summary>Every target.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        new("save one sheet of 1,000, beside the bare transaction", "SaveBenchmarks.Save(1000)", "SaveBenchmarks.BareTransaction(1000)", 1.5),
        new("save one sheet of 1,000, beside one of 10", "SaveBenchmarks.Save(1000)", "SaveBenchmarks.Save(10)", 1.3),
        new("save one sheet of 10,000, beside one of 10", "SaveBenchmarks.Save(10000)", "SaveBenchmarks.Save(10)", 1.3),
        new("mark one sheet of 10,000, beside one of 10", "SaveBenchmarks.Mark(10000)", "SaveBenchmarks.Mark(10)", 1.3),
        new("load 1,000 sheets, beside a bare reader", "LoadBenchmarks.Load", "LoadBenchmarks.BareReader", 2),
        new("first of 10,000 jobs, beside the first of 100", "ListBenchmarks.First(10000)", "ListBenchmarks.First(100)", 1.5),
        new("list 10,000 jobs, beside 100 times the list of 100", "ListBenchmarks.ListAll(10000)", "ListBenchmarks.ListAll(100)", 150),
        new("learned wait of 1,000,000 recoveries, beside 1,000", "WaitBenchmarks.Wait(1000000)", "WaitBenchmarks.Wait(1000)", 1.5),
        new("learned wait of 1,000,000, beside the bare query", "WaitBenchmarks.Wait(1000000)", "WaitBenchmarks.BareQuery(1000000)", 3),
        new("record 1,000 outcomes, beside bare inserts", "RecordBenchmarks.Record", "RecordBenchmarks.BareInsert", 2),
        new("record 1,000 outcomes, beside bare inserts in our file", "RecordBenchmarks.Record", "RecordBenchmarks.BareInsertBesideUs", 2),
        new("figures of 1,000,000 outcomes, beside 1,000", "StatisticsBenchmarks.Measure(1000000)", "StatisticsBenchmarks.Measure(1000)", 1.5),
        new("a step after 1,000,000, beside one after 1,000", "HistoryBenchmarks.Take(1000000)", "HistoryBenchmarks.Take(1000)", 2),
        new("20 of 1,000,000 outcomes, beside 20 of 1,000", "StatisticsBenchmarks.Recent(1000000)", "StatisticsBenchmarks.Recent(1000)", 1.5),
        new("play 1,000 sheets that do nothing, beside bare transactions", "RunBenchmarks.Run(1000)", "RunBenchmarks.BareTransactions(1000)", 3),
        new("allocated for a sheet of 10,000, beside one of 1,000 (kB)", "RunBenchmarks.AllocatedBytes(10000)", "RunBenchmarks.AllocatedBytes(1000)", 1.3),
        new("kept for a sheet of 10,000, beside all made for it (kB)", "RunBenchmarks.RetainedBytes(10000)", "RunBenchmarks.AllocatedBytes(10000)", 0.01),
    ];
}
