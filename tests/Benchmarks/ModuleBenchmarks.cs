using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Marianne.Benchmarks;

/// <summary>Measures the module in PowerShell, which <c>pwsh</c> on the path starts, with Measure-Module.ps1.</summary>
internal static class ModuleBenchmarks
{
    private const int Turns = 10;

    /// <summary>The number of sheets of the jobs that Measure-Module.ps1 runs.</summary>
    private const int Sheets = 100;

    /// <summary>Returns the best times in nanoseconds, by name.</summary>
    /// <param name="root">The folder of the repository, in which the module is built.</param>
    /// <param name="part">The part that is measured; <c>null</c> for all.</param>
    public static async Task<Dictionary<string, double>> MeasureAsync(string root, string? part = null)
    {
        string script = Path.Combine(root, "tests", "Benchmarks", "Measure-Module.ps1");
        string file = Path.Combine(root, "artifacts", "benchmarks-module.json");
        string[] arguments =
        [
            "-NoProfile", "-NonInteractive", "-File", script, "-Path", file,
            "-Turns", Turns.ToString(CultureInfo.InvariantCulture), "-Sheets", Sheets.ToString(CultureInfo.InvariantCulture),
            .. part is null ? [] : new[] { "-Part", part },
        ];
        using Process shell = Process.Start("pwsh", arguments);
        await shell.WaitForExitAsync().ConfigureAwait(false);
        if (shell.ExitCode != 0)
            throw new InvalidOperationException($"{script} ended with exit code {shell.ExitCode}. Build the module first.");

        Dictionary<string, double> times = JsonSerializer.Deserialize<Dictionary<string, double>>(
            await File.ReadAllTextAsync(file).ConfigureAwait(false))!;
        double transactions = await RunBenchmarks.MeasureTransactionsAsync(Sheets).ConfigureAwait(false);
        AddTransactions("Runspace");
        AddTransactions("Shell");
        return times;

        void AddTransactions(string name)
        {
            if (times.TryGetValue($"ModuleBenchmarks.{name}", out double time)) // Windows has no POSIX shell.
                times.Add($"ModuleBenchmarks.{name}AndTransactions", time + transactions);
        }
    }
}
