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
        if (times.TryGetValue("ModuleBenchmarks.Runspace", out double runspace))
        {
            double transactions = await RunBenchmarks.MeasureTransactionsAsync(Sheets).ConfigureAwait(false);
            times.Add("ModuleBenchmarks.RunspaceAndTransactions", runspace + transactions);
        }

        if (times.ContainsKey("ModuleBenchmarks.CommandSheet"))
        {
            var command = new ProcessStartInfo("sh", ["-c", "true"]);
            times.Add(
                "ModuleBenchmarks.ShellAndTransactions",
                await RunBenchmarks.MeasureTransactionsAsync(Sheets, () => Process.Start(command)!.WaitForExit()).ConfigureAwait(false));
        }

        return times;
    }
}
