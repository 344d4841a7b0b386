using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Reports;

namespace Marianne.Benchmarks;

/// <summary>Compares the measured times with the targets.</summary>
internal static class TargetTable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Returns the time of each benchmark in nanoseconds, by name.</summary>
    /// <remarks>The time is that of the fastest iteration, because other load on the machine can only slow it down.</remarks>
    public static Dictionary<string, double> TimesOf(IEnumerable<Summary> summaries) => summaries
        .SelectMany(summary => summary.Reports)
        .Where(report => report.ResultStatistics is not null)
        .ToDictionary(NameOf, report => report.ResultStatistics!.Min);

    /// <summary>
    /// Prints the targets whose benchmarks ran, and writes them as JSON. Returns <c>false</c> if one was missed.
    /// </summary>
    public static bool Report(IReadOnlyDictionary<string, double> times, string path)
    {
        var rows = Target.All
            .Where(target => times.ContainsKey(target.Benchmark) && times.ContainsKey(target.Baseline))
            .Select(target => new
            {
                target.Name,
                Microseconds = Math.Round(times[target.Benchmark] / 1000, 2),
                Baseline = Math.Round(times[target.Baseline] / 1000, 2),
                Ratio = Math.Round(times[target.Benchmark] / times[target.Baseline], 2),
                target.MaximumRatio,
                Result = times[target.Benchmark] / times[target.Baseline] <= target.MaximumRatio ? "met" : "short",
            })
            .ToList();

        Console.WriteLine();
        Console.WriteLine($"{"",-58} {"µs",12} {"baseline",12} {"ratio",8} {"target",8}");
        foreach (var row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Name,-58} {row.Microseconds,12:N1} {row.Baseline,12:N1} {row.Ratio,8:N2} {row.MaximumRatio,8:N2}  {row.Result}"));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(rows, Indented) + Environment.NewLine);
        return rows.TrueForAll(row => row.Result == "met");
    }

    private static string NameOf(BenchmarkReport report)
    {
        string parameters = string.Join(", ", report.BenchmarkCase.Parameters.Items.Select(item => item.Value));
        string name = $"{report.BenchmarkCase.Descriptor.Type.Name}.{report.BenchmarkCase.Descriptor.WorkloadMethod.Name}";
        return parameters.Length == 0 ? name : $"{name}({parameters})";
    }
}
