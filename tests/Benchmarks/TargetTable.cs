using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marianne.Benchmarks;

/// <summary>Compares the measured times with the targets.</summary>
internal static class TargetTable
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Names have the letter of microseconds.
    };

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
}
