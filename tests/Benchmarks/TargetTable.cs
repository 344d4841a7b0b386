using System.Globalization;
using System.Text.Json;
using BenchmarkDotNet.Reports;

namespace Marianne.Benchmarks;

/// <summary>The targets beside what was measured.</summary>
internal static class TargetTable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The time of each benchmark that ran, in nanoseconds, by its name.</summary>
    /// <remarks>Its quickest iteration: whatever else the machine does can only make one slower.</remarks>
    public static Dictionary<string, double> TimesOf(IEnumerable<Summary> summaries) => summaries
        .SelectMany(summary => summary.Reports)
        .Where(report => report.ResultStatistics is not null)
        .ToDictionary(NameOf, report => report.ResultStatistics!.Min);

    /// <summary>Prints the targets whose benchmarks ran, and writes them as JSON; false when one was missed.</summary>
    public static bool Report(IReadOnlyDictionary<string, double> times, string path)
    {
        var rows = Target.All
            .Where(target => times.ContainsKey(target.Measured) && times.ContainsKey(target.Beside))
            .Select(target => new
            {
                target.Work,
                Microseconds = Math.Round(times[target.Measured] / 1000, 2),
                Beside = Math.Round(times[target.Beside] / 1000, 2),
                Ratio = Math.Round(times[target.Measured] / times[target.Beside], 2),
                target.AtMost,
            })
            .ToList();

        Console.WriteLine();
        Console.WriteLine($"{"",-58} {"µs",12} {"beside",12} {"ratio",8} {"at most",8}");
        foreach (var row in rows)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Work,-58} {row.Microseconds,12:N1} {row.Beside,12:N1} {row.Ratio,8:N2} {row.AtMost,8:N2}{(row.Ratio > row.AtMost ? "  MISSED" : "")}"));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(rows, Indented) + Environment.NewLine);
        return rows.TrueForAll(row => row.Ratio <= row.AtMost);
    }

    private static string NameOf(BenchmarkReport report)
    {
        string parameters = string.Join(", ", report.BenchmarkCase.Parameters.Items.Select(item => item.Value));
        string name = $"{report.BenchmarkCase.Descriptor.Type.Name}.{report.BenchmarkCase.Descriptor.WorkloadMethod.Name}";
        return parameters.Length == 0 ? name : $"{name}({parameters})";
    }
}
