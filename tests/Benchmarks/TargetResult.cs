using System.Globalization;

namespace Marianne.Benchmarks;

/// <summary>What was measured beside a target.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Target">The most that it may be, with its unit.</param>
/// <param name="Measured">What was measured, with its unit.</param>
/// <param name="Result">Whether the target was met: <see cref="Met"/> or <see cref="Short"/>.</param>
/// <param name="Value">The time in nanoseconds, or the size in bytes.</param>
/// <param name="Baseline">The same of what it is compared with.</param>
/// <param name="IsInReadme">Indicates whether it is in the table of the README.</param>
internal sealed record TargetResult(
    string Name, string Target, string Measured, string Result, double Value, double Baseline, bool IsInReadme)
{
    public const string Met = "met";
    public const string Short = "short";

    private static readonly Dictionary<string, double> Units = new()
    {
        ["µs"] = 1e3,
        ["ms"] = 1e6,
        ["kB"] = 1e3,
        ["MB"] = 1e6,
    };

    /// <summary>Compares what was measured with a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="value">The time in nanoseconds, or the size in bytes.</param>
    /// <param name="baseline">The same of what it is compared with.</param>
    public static TargetResult Of(Target target, double value, double baseline)
    {
        double ratio = value / baseline;
        (string most, string measured) = Benchmarks.Target.Limits.ContainsKey(target.Baseline)
            ? (target.Baseline, WithUnit(value, target.Baseline.Split(' ')[1]))
            : (Ratio(target.MaximumRatio), Ratio(ratio));
        string result = ratio <= target.MaximumRatio ? Met : Short;
        return new TargetResult(target.Name, most, measured, result, Math.Round(value), Math.Round(baseline), target.IsInReadme);
    }

    private static string Ratio(double ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio:0.##} x");

    private static string WithUnit(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{value / Units[unit]:#,0.##} {unit}");
}
