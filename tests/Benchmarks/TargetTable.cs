using System.Text.Encodings.Web;
using System.Text.Json;
using BenchmarkDotNet.Reports;

namespace Marianne.Benchmarks;

/// <summary>Compares the measured times with the targets.</summary>
internal static class TargetTable
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Names have the letter of microseconds.
    };

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
        TargetResult[] rows =
        [
            .. Target.All.Where(target => times.ContainsKey(target.Benchmark) && times.ContainsKey(target.Baseline))
                .Select(target => TargetResult.Of(target, times[target.Benchmark], times[target.Baseline])),
        ];

        Dictionary<string, TargetResult> earlier = Read(path).ToDictionary(row => row.Name);
        Console.WriteLine();
        Console.WriteLine($"{"",-52} {"target",10} {"measured",12} {"before",12}");
        foreach (TargetResult row in rows)
        {
            string before = earlier.TryGetValue(row.Name, out TargetResult? last) ? last.Measured : "";
            Console.WriteLine($"{row.Name,-52} {row.Target,10} {row.Measured,12} {before,12}  {row.Result}");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(rows, Indented) + Environment.NewLine);
        return rows.All(row => row.Result == TargetResult.Met);
    }

    private static TargetResult[] Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<TargetResult[]>(File.ReadAllText(path))! : [];

    private static string NameOf(BenchmarkReport report)
    {
        string parameters = string.Join(", ", report.BenchmarkCase.Parameters.Items.Select(item => item.Value));
        string name = $"{report.BenchmarkCase.Descriptor.Type.Name}.{report.BenchmarkCase.Descriptor.WorkloadMethod.Name}";
        return parameters.Length == 0 ? name : $"{name}({parameters})";
    }
}
